// linkifyjs comes as a classic script in the page's head, so its version is named by the server alone.
const SAFE = new Set(['http:', 'https:', 'mailto:']);

/** The text as nodes, web and mail addresses as links. Nothing in it is ever read as markup. */
export function linkedText(text) {
  const fragment = document.createDocumentFragment();
  let written = 0;
  for (const found of addressesIn(text)) {
    fragment.append(text.slice(written, found.start), link(found));
    written = found.end;
  }
  fragment.append(text.slice(written));
  return fragment;
}

function addressesIn(text) {
  // Most messages hold no address: spare them the scanner.
  if (!window.linkify || !/[.:@]/.test(text)) return [];
  return window.linkify.find(text, { defaultProtocol: 'https' }).filter(({ href }) => isSafe(href));
}

function isSafe(href) {
  try {
    return SAFE.has(new URL(href).protocol);
  } catch {
    return false;
  }
}

function link({ href, value }) {
  const node = document.createElement('a');
  node.href = href;
  node.textContent = value;
  node.target = '_blank';
  node.rel = 'noopener noreferrer nofollow';
  return node;
}
