import { element } from './dom.js';

const HUES = 12;

export function avatar({ id, name, group = false, online = false, size = '' }) {
  const node = element('span', { class: `avatar hue-${id % HUES}`, 'aria-hidden': 'true' }, initials(name));
  if (size) node.classList.add(`is-${size}`);
  node.classList.toggle('is-group', group);
  node.classList.toggle('is-online', online);
  return node;
}

export const hueClass = (id) => `hue-${id % HUES}`;

/** "mary.ann" and "Mary Ann" are MA, "bob" is B. */
function initials(name) {
  const parts = name.split(/[\s._-]+/u).filter(Boolean);
  return parts.slice(0, 2).map((part) => [...part][0].toLocaleUpperCase()).join('') || '?';
}
