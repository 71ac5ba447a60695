import { Conversation } from './conversation.js';

const KEPT = 30;

/** The conversations this page holds in memory: the one that is open, and those visited last. */
export class Conversations {
  #held = new Map();
  #onBehind;

  constructor(onBehind) {
    this.#onBehind = onBehind;
  }

  /** The held one or an empty one; it counts as visited. */
  visit(key) {
    const conversation = this.#held.get(key) ?? this.#make(key);
    this.#held.delete(key);
    this.#held.set(key, conversation);
    if (this.#held.size > KEPT) this.#held.delete(this.#held.keys().next().value);
    return conversation;
  }

  get(key) {
    return this.#held.get(key);
  }

  forget(key) {
    this.#held.delete(key);
  }

  /** After a silence anything may have been missed. */
  allStale() {
    for (const conversation of this.#held.values()) conversation.stale = true;
  }

  #make(key) {
    const conversation = new Conversation(key);
    conversation.on('behind', () => this.#onBehind(conversation));
    return conversation;
  }
}
