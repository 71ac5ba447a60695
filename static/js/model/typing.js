import { Emitter } from '../lib/emitter.js';
import { recipient } from './keys.js';

const RENEW = 3000;
const LAPSE = 8000;

/** Who is typing where; and telling the others that we are. Emits `change` with a key. */
export class Typing extends Emitter {
  #transmit;
  #who = new Map();
  #mine = null;
  #toldAt = 0;

  constructor(transmit) {
    super();
    this.#transmit = transmit;
  }

  /** The ids of those typing there. */
  in(key) {
    return [...(this.#who.get(key)?.keys() ?? [])];
  }

  started(key, userId) {
    if (!this.#who.has(key)) this.#who.set(key, new Map());
    const typing = this.#who.get(key);
    clearTimeout(typing.get(userId));
    // A mark that nobody renews or takes back lapses by itself.
    typing.set(userId, setTimeout(() => this.stopped(key, userId), LAPSE));
    this.emit('change', key);
  }

  stopped(key, userId) {
    const typing = this.#who.get(key);
    if (!typing?.has(userId)) return;
    clearTimeout(typing.get(userId));
    typing.delete(userId);
    this.emit('change', key);
  }

  /** The connection is gone, and with it whoever could take a mark back. */
  forget() {
    for (const [key, typing] of this.#who) for (const userId of [...typing.keys()]) this.stopped(key, userId);
    this.#mine = null;
  }

  /** We typed; `hasText` is whether anything stands there now. */
  typed(key, hasText) {
    if (!hasText) {
      this.ended(key);
      return;
    }
    const now = performance.now();
    if (this.#mine === key && now - this.#toldAt < RENEW) return;
    if (this.#transmit('typing', recipient(key))) {
      this.#mine = key;
      this.#toldAt = now;
    }
  }

  ended(key) {
    if (this.#mine !== key) return;
    this.#mine = null;
    this.#transmit('stop_typing', recipient(key));
  }

  /** The message itself ends the mark at the receivers. */
  sent(key) {
    if (this.#mine === key) this.#mine = null;
  }
}
