import { byId, element } from '../lib/dom.js';
import { words } from '../lib/words.js';

const NOTICE_DELAY = 1200;
const BACK_SHOWN_FOR = 2500;

/** Shows that the connection is lost, or back. Shows nothing when it returns within `NOTICE_DELAY` ms. */
export class ConnectionNotice {
  #socket;
  #box = byId('connection');
  #delayTimer = 0;
  #fadeTimer = 0;
  #shown = '';

  constructor(socket) {
    this.#socket = socket;
    socket.on('state', () => this.#update());
    addEventListener('offline', () => this.#update());
    addEventListener('online', () => this.#update());
    this.#delayTimer = setTimeout(() => this.#show(words.connecting), NOTICE_DELAY);
  }

  #update() {
    if (this.#socket.state === 'open' && navigator.onLine) {
      this.#restored();
    } else if (!navigator.onLine) {
      this.#show(words.youAreOffline);
    } else if (this.#socket.state === 'closed' && this.#socket.tooMany) {
      this.#show(words.tooManyPages, true);
    } else if (this.#socket.state === 'closed') {
      this.#lost();
    }
  }

  /** Waits before the notice, because most connections return at once. */
  #lost() {
    if (this.#shown && this.#shown !== words.back) this.#show(words.noServer, true);
    else this.#delayTimer ||= setTimeout(() => this.#show(words.noServer, true), NOTICE_DELAY);
  }

  #restored() {
    if (!this.#shown || this.#shown === words.connecting) {
      this.#clear();
      return;
    }
    this.#show(words.back);
    this.#box.classList.add('is-back');
    this.#fadeTimer = setTimeout(() => this.#clear(), BACK_SHOWN_FOR);
  }

  #show(text, canTry = false) {
    this.#stopTimers();
    if (text === this.#shown) return;
    this.#shown = text;
    this.#box.classList.remove('is-back');
    const tryNow = element('button', { type: 'button', onclick: () => this.#socket.check() }, words.tryNow);
    this.#box.replaceChildren(
      element('span', { class: 'connection-dot', 'aria-hidden': 'true' }),
      element('span', {}, text),
      ...(canTry ? [tryNow] : []),
    );
  }

  #stopTimers() {
    clearTimeout(this.#delayTimer);
    clearTimeout(this.#fadeTimer);
    this.#delayTimer = 0;
  }

  #clear() {
    this.#stopTimers();
    this.#shown = '';
    this.#box.replaceChildren();
  }
}
