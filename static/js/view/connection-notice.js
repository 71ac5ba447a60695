import { byId, element } from '../lib/dom.js';
import { words } from '../lib/words.js';

const PATIENCE = 1200;
const BACK = 2500;

/** Tells plainly whether we are connected; says nothing while all is well or a pause is too short to mention. */
export class ConnectionNotice {
  #socket;
  #box = byId('connection');
  #patience = 0;
  #fading = 0;
  #shown = '';

  constructor(socket) {
    this.#socket = socket;
    socket.on('state', () => this.#follow());
    addEventListener('offline', () => this.#follow());
    addEventListener('online', () => this.#follow());
    this.#patience = setTimeout(() => this.#tell(words.connecting), PATIENCE);
  }

  #follow() {
    if (this.#socket.state === 'open' && navigator.onLine) {
      this.#wellAgain();
    } else if (!navigator.onLine) {
      this.#tell(words.youAreOffline);
    } else if (this.#socket.state === 'closed') {
      this.#lost();
    }
  }

  /** Many a connection is back before one could read that it was gone. */
  #lost() {
    if (this.#shown && this.#shown !== words.back) this.#tell(words.noServer, true);
    else this.#patience ||= setTimeout(() => this.#tell(words.noServer, true), PATIENCE);
  }

  #wellAgain() {
    if (!this.#shown || this.#shown === words.connecting) {
      this.#clear();
      return;
    }
    this.#tell(words.back);
    this.#box.classList.add('is-back');
    this.#fading = setTimeout(() => this.#clear(), BACK);
  }

  #tell(text, canTry = false) {
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
    clearTimeout(this.#patience);
    clearTimeout(this.#fading);
    this.#patience = 0;
  }

  #clear() {
    this.#stopTimers();
    this.#shown = '';
    this.#box.replaceChildren();
  }
}
