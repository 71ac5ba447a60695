/** `element('p', {class: 'note', hidden: true}, 'text', child…)`. Strings become text nodes, never markup. */
export function element(tag, attributes = {}, ...children) {
  const node = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (value === undefined || value === null || value === false) continue;
    if (name.startsWith('on')) node.addEventListener(name.slice(2), value);
    else node.setAttribute(name, value === true ? '' : value);
  }
  node.append(...children.filter((child) => child !== null && child !== undefined));
  return node;
}

export const byId = (id) => document.getElementById(id);

export function icon(name) {
  return element('i', { class: `icon icon-${name}`, 'aria-hidden': 'true' });
}

/** Text for screen readers only. */
export function hiddenText(text) {
  return element('span', { class: 'visually-hidden' }, text);
}

/** Writes only a different text, so that a live region is not announced twice and no layout is wasted. */
export function setText(node, text) {
  if (node.textContent !== text) node.textContent = text;
}

/** Makes `nodes` the children of `parent`, without touching those already in place. */
export function arrange(parent, nodes) {
  const keep = new Set(nodes);
  for (const child of [...parent.children]) if (!keep.has(child)) child.remove();
  let place = parent.firstElementChild;
  for (const node of nodes) {
    if (node === place) place = place.nextElementSibling;
    else parent.insertBefore(node, place);
  }
}

/** Announces a text to screen readers. A new node each time, so that a repeated text is announced again. */
export function announce(text) {
  byId('announcer').replaceChildren(element('p', {}, text));
}
