import { element, icon } from '../lib/dom.js';
import { words } from '../lib/words.js';

/** Placeholders shown while rows are loading. */
export function skeletonRows(count = 6) {
  const rows = Array.from({ length: count }, () => element('div', { class: 'skeleton-row' }));
  return element('div', { 'aria-hidden': 'true' }, ...rows);
}

export function listNote(iconName, title, text, ...more) {
  const heading = title ? element('h2', {}, title) : null;
  return element('div', { class: 'list-note' }, icon(iconName), heading, element('p', {}, text), ...more);
}

export function retryNote(retry) {
  const button = element('button', { class: 'btn btn-plain', type: 'button', onclick: retry }, words.tryAgain);
  return listNote('exclamation-circle', null, words.couldNotLoad, button);
}

/** The administrator invites others; everyone else can pass on the address. */
export function nobodyNote() {
  if (!('administrator' in document.body.dataset)) {
    return listNote('people', words.nobodyTitle, words.nobodyText, copyAddressButton());
  }
  const invite = element('a', { class: 'btn btn-accent', href: '/admin/registration' }, words.invitePeople);
  return listNote('people', words.nobodyTitle, words.nobodyInviteText, invite);
}

function copyAddressButton() {
  const button = element('button', { class: 'btn btn-plain', type: 'button' }, words.copyAddress);
  // Browsers offer no clipboard on plain http.
  button.hidden = !navigator.clipboard;
  button.addEventListener('click', async () => {
    await navigator.clipboard.writeText(location.origin);
    button.textContent = words.addressCopied;
  });
  return button;
}
