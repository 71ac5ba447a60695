import { byId, setText } from '../lib/dom.js';
import { isComposing } from '../lib/keyboard.js';
import { codePoints, isBlank, MESSAGE_LIMIT, sendable } from '../lib/text.js';
import { words } from '../lib/words.js';

const COUNT_FROM = MESSAGE_LIMIT - 400;

/** The message field: grows with its text, keeps the draft and reports typing. */
export class Composer {
  #models;
  #onSend;
  #onPage;
  #form = byId('composer');
  #field = byId('message');
  #key = null;

  /** `send(key, text)`, and `page(direction)` for Page Up and Page Down, which always scroll the log. */
  constructor(models, { send, page }) {
    this.#models = models;
    this.#onSend = send;
    this.#onPage = page;
    this.#form.addEventListener('submit', (event) => {
      event.preventDefault();
      this.#send();
    });
    this.#field.addEventListener('input', () => this.#onInput());
    this.#field.addEventListener('keydown', (event) => this.#onKey(event));
    // A tap on the button must not move the focus, because a phone's keyboard would close.
    byId('send').addEventListener('pointerdown', (event) => event.preventDefault());
  }

  show(key) {
    this.leave();
    this.#key = key;
    this.#field.value = this.#models.drafts.of(key);
    this.#fit();
    this.#showCounter();
  }

  /** Shows the recipient. If their account was deleted, a notice replaces the form. */
  setRecipient({ name, deleted }) {
    this.#field.placeholder = words.placeholder(name);
    const hadFocus = this.#form.contains(document.activeElement);
    this.#form.hidden = deleted === true;
    byId('nobody-reads').hidden = deleted !== true;
    setText(byId('nobody-reads'), deleted ? words.nobodyReads : '');
    if (deleted && hadFocus) byId('log').focus();
  }

  leave() {
    if (!this.#key) return;
    const left = this.#key;
    this.#models.typing.ended(left);
    this.#key = null;
    this.#models.drafts.left(left);
  }

  focus() {
    this.#field.focus({ preventScroll: true });
  }

  #onKey(event) {
    if (isComposing(event)) return;
    if (event.key === 'Enter' && !event.shiftKey) {
      event.preventDefault();
      this.#send();
    }
    const direction = { PageUp: -1, PageDown: 1 }[event.key];
    if (direction) {
      event.preventDefault();
      this.#onPage(direction);
    }
  }

  #onInput() {
    const text = this.#field.value;
    this.#models.drafts.keep(this.#key, text);
    this.#models.typing.typed(this.#key, text !== '');
    this.#fit();
    this.#showCounter();
  }

  #send() {
    const text = sendable(this.#field.value);
    if (!this.#canSend(text)) return;
    this.#field.value = '';
    this.#models.drafts.keep(this.#key, '');
    this.#models.typing.sent(this.#key);
    this.#fit();
    this.#showCounter();
    this.#onSend(this.#key, text);
    this.focus();
  }

  #canSend(text) {
    return this.#key !== null && !isBlank(text) && codePoints(text) <= MESSAGE_LIMIT;
  }

  /** Fits the height to the text. The style sheet sets the maximum. */
  #fit() {
    this.#field.style.height = 'auto';
    this.#field.style.height = `${this.#field.scrollHeight + 2}px`;
    this.#field.style.overflowY = this.#field.scrollHeight > this.#field.clientHeight ? 'auto' : 'hidden';
  }

  #showCounter() {
    const text = this.#field.value;
    const count = codePoints(text);
    const left = MESSAGE_LIMIT - count;
    const counter = byId('counter');
    counter.classList.toggle('is-over', left < 0);
    setText(counter, count < COUNT_FROM ? '' : left < 0 ? words.tooMany(-left) : words.left(left));
    this.#field.setAttribute('aria-invalid', String(left < 0));
    byId('send').setAttribute('aria-disabled', String(!this.#canSend(text)));
  }
}
