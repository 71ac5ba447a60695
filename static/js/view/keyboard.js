import { isComposing, letterOf } from '../lib/keyboard.js';
import { showHelp } from './help-dialog.js';

/** Keyboard shortcuts of the whole page. */
export class Keyboard {
  #models;
  #sidebar;
  #view;
  #switcher;

  constructor({ models, sidebar, view, switcher }) {
    this.#models = models;
    this.#sidebar = sidebar;
    this.#view = view;
    this.#switcher = switcher;
    addEventListener('keydown', (event) => this.#keyed(event));
  }

  #keyed(event) {
    if (event.defaultPrevented || isComposing(event)) return;
    if (this.#isSwitch(event)) {
      event.preventDefault();
      this.#switcher.open();
      return;
    }
    // An open dialog or menu handles its own keys.
    if (document.querySelector('dialog[open], .dropdown-menu.show')) return;
    if (event.altKey && (event.key === 'ArrowUp' || event.key === 'ArrowDown')) {
      event.preventDefault();
      this.#step(event.key === 'ArrowDown' ? 1 : -1);
    } else if (event.key === 'Escape') {
      this.#view.focusComposer();
    } else if (event.key === '?' && !isField(event.target)) {
      event.preventDefault();
      showHelp();
    } else if (isText(event) && !isControl(event.target)) {
      // Typing anywhere goes to the message field, including this letter.
      this.#view.focusComposer();
    }
  }

  #isSwitch(event) {
    return (event.ctrlKey || event.metaKey) && !event.altKey && !event.shiftKey && letterOf(event) === 'k';
  }

  #step(direction) {
    const { keys } = this.#sidebar;
    if (!keys.length) return;
    const at = keys.indexOf(this.#models.router.key);
    const next = at < 0 ? (direction > 0 ? 0 : keys.length - 1) : at + direction;
    if (keys[next]) this.#models.router.go(keys[next]);
  }
}

function isField(node) {
  return node.matches?.('input, textarea, select');
}

function isControl(node) {
  return isField(node) || node.matches?.('a, button, [role="separator"]');
}

function isText({ key, ctrlKey, altKey, metaKey }) {
  return [...key].length === 1 && key !== ' ' && !ctrlKey && !altKey && !metaKey;
}
