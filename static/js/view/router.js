import { Emitter } from '../lib/emitter.js';
import { parseKey } from '../model/keys.js';

/** The open conversation, as #/u/12 or #/r/7, so that the browser's Back works. Emits `change` with a key or null. */
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

  /** Goes back in the history if the list was the page before, as the browser's Back does. */
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
