// The administrator's pages work without this: it tells times as the reader does, and copies a link at a press.
import { element } from './lib/dom.js';
import { dateAndTime } from './lib/time.js';
import { words } from './lib/words.js';

for (const time of document.querySelectorAll('time')) time.textContent = dateAndTime(new Date(time.dateTime));

const link = document.querySelector('[data-copy]');
if (link) {
  link.select();
  // On plain http browsers offer no clipboard.
  if (navigator.clipboard) addCopyButton();
}

function addCopyButton() {
  const button = element('button', { class: 'btn btn-accent', type: 'button' }, words.copy);
  const told = element('span', { class: 'visually-hidden', role: 'status' });
  button.addEventListener('click', async () => {
    await navigator.clipboard.writeText(link.value);
    button.textContent = words.addressCopied;
    told.textContent = words.addressCopied;
  });
  const row = element('div', { class: 'admin-copy' });
  link.replaceWith(row);
  row.append(link, button, told);
  link.select();
}
