// The sign-in pages work without this. It adds a button that shows the password and an estimate of a new one, and keeps
// the conversation of a link.
import './lib/field-errors.js';
import './lib/once.js';
import './password-strength.js';
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
  // The label does not contain "password", so that only the field matches a search for "Password".
  button.setAttribute('aria-label', words.reveal);
  button.setAttribute('aria-controls', field.id);
  button.addEventListener('click', () => show(field.type === 'password'));
  // The browser must not keep a shown password as plain text in its form history.
  field.form.addEventListener('submit', () => show(false));
  show(false);
  return button;
}

/**
 * A link to a conversation names it after "#", which the browser keeps to itself. So every form and link that leads to
 * the chat takes it along. A redirect then keeps it.
 */
function keepPlace() {
  for (const node of document.querySelectorAll('[data-keeps-place]')) {
    const name = node instanceof HTMLFormElement ? 'action' : 'href';
    node.setAttribute(name, node.getAttribute(name).split('#')[0] + location.hash);
  }
}

addEventListener('hashchange', keepPlace);
keepPlace();
