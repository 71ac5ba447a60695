import { element, icon } from '../lib/dom.js';

export function menuItem(iconName, text, action, extra = '') {
  return element('button', { class: `dropdown-item ${extra}`.trim(), type: 'button', onclick: action }, icon(iconName), text);
}

/** An item that links to another page. */
export function menuLink(iconName, text, href) {
  return element('a', { class: 'dropdown-item', href }, icon(iconName), text);
}

/** A choice or a switch. `aria-pressed` says whether it is chosen. */
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
