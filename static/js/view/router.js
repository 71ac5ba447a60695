import { Emitter } from '../lib/emitter.js';
import { parseKey } from '../model/keys.js';

/** Which conversation is open, as #/u/12 or #/r/7, so that the browser's own Back works. Emits `change` with a key or null. */
export class Router extends Emitter {
  #before = undefined;
  key = null;

  start() {
    addEventListener('hashchange', () => this.#follow());
    this.#follow();
  }

  go(key) {
    location.hash = address(key);
  }

  /** Where the list was left by a click, going back is what the browser's own button does. */
  toList() {
    if (this.#before === null) history.back();
    else this.replace(null);
  }

  replace(key) {
    history.replaceState(null, '', address(key));
    this.#follow();
  }

  #follow() {
    this.#before = this.#before === undefined ? 'elsewhere' : this.key;
    this.key = parseKey(location.hash.replace(/^#\//, '').replace('/', ''));
    this.emit('change', this.key);
  }
}

export const address = (key) => (key ? `#/${key[0]}/${key.slice(1)}` : '#/');
