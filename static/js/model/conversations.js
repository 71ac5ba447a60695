import { Conversation } from './conversation.js';

const MAX_HELD = 30;

/** The conversations held in memory: the open one and the last ones visited. */
export class Conversations {
  #held = new Map();
  #onBehind;

  constructor(onBehind) {
    this.#onBehind = onBehind;
  }

  /** Returns the conversation, empty if it is not held, and marks it as visited last. */
  visit(key) {
    const conversation = this.#held.get(key) ?? this.#make(key);
    this.#held.delete(key);
    this.#held.set(key, conversation);
    if (this.#held.size > MAX_HELD) this.#held.delete(this.#held.keys().next().value);
    return conversation;
  }

  get(key) {
    return this.#held.get(key);
  }

  forget(key) {
    this.#held.delete(key);
  }

  /** After a reconnection, because any event may have been missed. */
  markAllStale() {
    for (const conversation of this.#held.values()) conversation.stale = true;
  }

  #make(key) {
    const conversation = new Conversation(key);
    conversation.on('behind', () => this.#onBehind(conversation));
    return conversation;
  }
}
