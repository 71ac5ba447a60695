import { Emitter } from '../lib/emitter.js';

/** What was begun and not sent, for each conversation, over a reload. Emits `change` with a key. */
export class Drafts extends Emitter {
  #storage;

  constructor(storage) {
    super();
    this.#storage = storage;
  }

  of(key) {
    return this.#storage.get(`draft:${key}`) ?? '';
  }

  keep(key, text) {
    this.#storage.set(`draft:${key}`, text);
  }

  /** The rows show a draft only once one has left it. */
  left(key) {
    this.emit('change', key);
  }
}
