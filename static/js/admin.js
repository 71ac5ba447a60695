// The administration pages work without this. It shows times in the reader's time zone, adds a copy button to links, and
// a colour picker to the field for a colour.
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

const colour = document.querySelector('[data-colour]');
if (colour) addColourPicker();

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

function addColourPicker() {
  const picker = element('input', { type: 'color', 'aria-label': words.colourPicker });
  const follow = () => {
    if (/^#[0-9a-f]{6}$/i.test(colour.value)) picker.value = colour.value;
  };
  picker.addEventListener('input', () => {
    colour.value = picker.value;
  });
  colour.addEventListener('input', follow);
  follow();
  colour.after(picker);
}
