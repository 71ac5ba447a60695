import { Emitter } from '../lib/emitter.js';
import { recipient } from './keys.js';

const RENEW = 3000;
const EXPIRE = 8000;

/** Who is typing in which conversation, and our own typing events. Emits `change` with a key. */
export class Typing extends Emitter {
  #transmit;
  #who = new Map();
  #mine = null;
  #sentAt = 0;

  constructor(transmit) {
    super();
    this.#transmit = transmit;
  }

  /** The ids of the users who are typing in this conversation. */
  in(key) {
    return [...(this.#who.get(key)?.keys() ?? [])];
  }

  started(key, userId) {
    if (!this.#who.has(key)) this.#who.set(key, new Map());
    const typing = this.#who.get(key);
    clearTimeout(typing.get(userId));
    // Typing ends by itself when it is neither renewed nor stopped.
    typing.set(userId, setTimeout(() => this.stopped(key, userId), EXPIRE));
    this.emit('change', key);
  }

  stopped(key, userId) {
    const typing = this.#who.get(key);
    if (!typing?.has(userId)) return;
    clearTimeout(typing.get(userId));
    typing.delete(userId);
    this.emit('change', key);
  }

  /** Without a connection no `stop_typing` can arrive. */
  forget() {
    for (const [key, typing] of this.#who) for (const userId of [...typing.keys()]) this.stopped(key, userId);
    this.#mine = null;
  }

  /** The user typed. `hasText`: whether the field has text now. */
  typed(key, hasText) {
    if (!hasText) {
      this.ended(key);
      return;
    }
    const now = performance.now();
    if (this.#mine === key && now - this.#sentAt < RENEW) return;
    if (this.#transmit('typing', recipient(key))) {
      this.#mine = key;
      this.#sentAt = now;
    }
  }

  ended(key) {
    if (this.#mine !== key) return;
    this.#mine = null;
    this.#transmit('stop_typing', recipient(key));
  }

  /** Recipients end our typing when the message arrives. */
  sent(key) {
    if (this.#mine === key) this.#mine = null;
  }
}
