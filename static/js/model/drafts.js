import { Emitter } from '../lib/emitter.js';

/** The unsent draft of each conversation, kept over a reload. Emits `change` with a key. */
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

  /** The lists show a draft only after its conversation was left. */
  left(key) {
    this.emit('change', key);
  }
}
