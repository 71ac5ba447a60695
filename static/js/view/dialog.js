import { element, icon } from '../lib/dom.js';
import { words } from '../lib/words.js';

/** Fills one of the page's dialogs and opens it as modal, so that the browser keeps the focus in it. */
export function openDialog(dialog, title, ...body) {
  fillDialog(dialog, title, ...body);
  if (dialog.open) return;
  dialog.showModal();
}

export function fillDialog(dialog, title, ...body) {
  const close = element('button', { class: 'icon-button', type: 'button', 'aria-label': words.close }, icon('x-lg'));
  close.addEventListener('click', () => dialog.close());
  // A press outside closes the dialog.
  dialog.onpointerdown = (event) => event.target === dialog && dialog.close();
  const heading = element('h2', { id: `${dialog.id}-title`, dir: 'auto' }, title);
  dialog.replaceChildren(element('header', { class: 'dialog-head' }, heading, close), element('div', { class: 'dialog-body' }, ...body));
}

/** Asks for confirmation. Resolves to whether the user confirmed. */
export function askToConfirm(dialog, { title, text, yes }) {
  return new Promise((resolve) => {
    let answer = false;
    const confirm = element('button', { class: 'btn btn-plain btn-danger-plain', type: 'button' }, yes);
    const cancel = element('button', { class: 'btn btn-plain', type: 'button', autofocus: true }, words.cancel);
    confirm.addEventListener('click', () => {
      answer = true;
      dialog.close();
    });
    cancel.addEventListener('click', () => dialog.close());
    dialog.addEventListener('close', () => resolve(answer), { once: true });
    openDialog(dialog, title, element('p', { class: 'dialog-note' }, text), element('div', { class: 'dialog-foot' }, cancel, confirm));
  });
}
