// Estimates how easy a new password is to guess. This is a hint and refuses nothing. The library is large, so it is
// loaded only when the field is focused. The password stays in the page.
import { element, setText } from './lib/dom.js';
import { debounce } from './lib/timing.js';
import { words } from './lib/words.js';

// Longer passwords take long to estimate, and the result is the same.
const LONGEST = 72;
const PAUSE = 300;

const library = () => import('../vendor/zxcvbn/zxcvbn.js');

function attach(field) {
  const bar = element('div', { class: 'strength-bar', 'aria-hidden': 'true' }, ...[0, 1, 2, 3].map(() => element('span')));
  const text = element('p', { class: 'field-hint', role: 'status' });
  const meter = element('div', { class: 'strength', hidden: true }, bar, text);
  field.closest('.field').append(meter);

  const judge = async () => {
    const zxcvbn = await library().then((module) => module.default, () => null);
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

  field.addEventListener('focus', () => library().catch(() => {}), { once: true });
  field.addEventListener('input', debounce(PAUSE, judge));
}

document.querySelectorAll('[data-strength]').forEach(attach);
