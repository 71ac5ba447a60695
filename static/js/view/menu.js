import { element, icon } from '../lib/dom.js';

export function menuItem(iconName, text, action, extra = '') {
  return element('button', { class: `dropdown-item ${extra}`.trim(), type: 'button', onclick: action }, icon(iconName), text);
}

/** One that leads to another page. */
export function menuLink(iconName, text, href) {
  return element('a', { class: 'dropdown-item', href }, icon(iconName), text);
}

/** One of several, or on and off: `aria-pressed` tells which. */
export function choiceItem(iconName, text, action) {
  const check = icon('check-lg');
  check.classList.add('item-check');
  const item = menuItem(iconName, text, action);
  item.append(check);
  return item;
}

export function setChosen(item, chosen) {
  item.setAttribute('aria-pressed', String(chosen));
}
