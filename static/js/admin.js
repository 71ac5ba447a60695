// The administration pages work without this. It shows times in the reader's time zone and adds a copy button to links.
import './lib/field-errors.js';
import './lib/once.js';
import { element } from './lib/dom.js';
import { dateAndTime } from './lib/time.js';
import { words } from './lib/words.js';

for (const time of document.querySelectorAll('time')) time.textContent = dateAndTime(new Date(time.dateTime));

const link = document.querySelector('[data-copy]');
if (link) {
  link.select();
  // Browsers offer no clipboard on plain http.
  if (navigator.clipboard) addCopyButton();
}

function addCopyButton() {
  const button = element('button', { class: 'btn btn-accent', type: 'button' }, words.copy);
  const status = element('span', { class: 'visually-hidden', role: 'status' });
  button.addEventListener('click', async () => {
    await navigator.clipboard.writeText(link.value);
    button.textContent = words.addressCopied;
    status.textContent = words.addressCopied;
  });
  const row = element('div', { class: 'admin-copy' });
  link.replaceWith(row);
  row.append(link, button, status);
  link.select();
}
