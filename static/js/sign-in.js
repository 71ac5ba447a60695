// The sign-in pages work without this; it only adds a way to see what one typed.
import { words } from './lib/words.js';

for (const field of document.querySelectorAll('input[type="password"]')) {
  field.parentElement.append(revealButton(field));
}

function revealButton(field) {
  const button = document.createElement('button');
  const icon = document.createElement('i');
  button.type = 'button';
  button.className = 'icon-button reveal';
  button.append(icon);
  icon.setAttribute('aria-hidden', 'true');

  const show = (shown) => {
    field.type = shown ? 'text' : 'password';
    icon.className = `icon icon-${shown ? 'eye-slash' : 'eye'}`;
    button.setAttribute('aria-pressed', String(shown));
  };
  // Without the word password in it: whoever looks for the field Password must find the field alone.
  button.setAttribute('aria-label', words.reveal);
  button.setAttribute('aria-controls', field.id);
  button.addEventListener('click', () => show(field.type === 'password'));
  // A password that was shown must not be kept as plain text by the browser's form history.
  field.form.addEventListener('submit', () => show(false));
  show(false);
  return button;
}
