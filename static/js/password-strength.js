// Estimates how easy a new password is to guess. This is a hint and refuses nothing. The library is large, so it is
// loaded only when the field is focused. The password stays in the page.
import { element, setText } from './lib/dom.js';
import { debounce } from './lib/timing.js';
import { words } from './lib/words.js';

// Longer passwords take long to estimate, and the result is the same.
const LONGEST = 72;
const PAUSE = 300;

let loading = null;

function load(address) {
  loading ??= new Promise((resolve, reject) => {
    document.head.append(element('script', { src: address, onload: () => resolve(globalThis.zxcvbn), onerror: reject }));
  });
  return loading;
}

function attach(field) {
  const bar = element('div', { class: 'strength-bar', 'aria-hidden': 'true' }, ...[0, 1, 2, 3].map(() => element('span')));
  const text = element('p', { class: 'field-hint', role: 'status' });
  const meter = element('div', { class: 'strength', hidden: true }, bar, text);
  field.closest('.field').append(meter);

  const judge = async () => {
    const zxcvbn = await load(field.dataset.strength).catch(() => null);
    const password = field.value;
    meter.hidden = !zxcvbn || password === '';
    if (meter.hidden) {
      setText(text, '');
      return;
    }
    const username = field.form.elements.username?.value ?? '';
    const { score, feedback } = zxcvbn(password.slice(0, LONGEST), [username]);
    bar.dataset.score = score;
    setText(text, words.strength[score] + (feedback.warning ? ` ${feedback.warning}.` : ''));
  };

  field.addEventListener('focus', () => load(field.dataset.strength).catch(() => {}), { once: true });
  field.addEventListener('input', debounce(PAUSE, judge));
}

document.querySelectorAll('[data-strength]').forEach(attach);
