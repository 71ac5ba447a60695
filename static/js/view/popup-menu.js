import { isComposing } from '../lib/keyboard.js';

const STEPS = { ArrowDown: 1, ArrowUp: -1 };

/** A button and its menu. A click or an arrow key opens it. Esc, a choice, or moving elsewhere closes it. */
export class PopupMenu {
  #button;
  #menu;
  #staysOpen;

  /** `staysOpen(item)`: whether the menu stays open when this item is chosen. */
  constructor(button, menu, staysOpen = () => false) {
    this.#button = button;
    this.#menu = menu;
    this.#staysOpen = staysOpen;
    button.addEventListener('click', () => this.#show(!this.#isOpen));
    button.parentElement.addEventListener('keydown', (event) => this.#keyed(event));
    button.parentElement.addEventListener('focusout', ({ relatedTarget }) => relatedTarget && this.#closeUnless(relatedTarget));
    addEventListener('pointerdown', ({ target }) => this.#closeUnless(target));
    // In the capture phase, so that the menu is closed before the chosen item opens something else.
    menu.addEventListener('click', ({ target }) => this.#chosen(target.closest('.dropdown-item')), true);
  }

  get #isOpen() {
    return this.#menu.classList.contains('show');
  }

  get #items() {
    return [...this.#menu.querySelectorAll('.dropdown-item:not([hidden])')];
  }

  #show(open) {
    this.#menu.classList.toggle('show', open);
    this.#button.setAttribute('aria-expanded', String(open));
  }

  #chosen(item) {
    if (!item || this.#staysOpen(item)) return;
    this.#button.focus();
    this.#show(false);
  }

  #closeUnless(target) {
    if (this.#isOpen && !this.#button.parentElement.contains(target)) this.#show(false);
  }

  #keyed(event) {
    if (isComposing(event)) return;
    const step = STEPS[event.key];
    if (step && !event.altKey) {
      event.preventDefault();
      this.#move(step);
    } else if (event.key === 'Escape' && this.#isOpen) {
      event.preventDefault();
      this.#show(false);
      this.#button.focus();
    }
  }

  #move(step) {
    this.#show(true);
    const items = this.#items;
    const at = items.indexOf(document.activeElement);
    const first = step > 0 ? 0 : items.length - 1;
    items[at < 0 ? first : (at + step + items.length) % items.length]?.focus();
  }
}
