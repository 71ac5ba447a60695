import { Emitter } from '../lib/emitter.js';
import { newId } from '../lib/ids.js';
import { recipient } from './keys.js';

const ACKNOWLEDGE_TIMEOUT = 15_000;

/**
 * Messages that the server has not acknowledged. They are sent in order, one at a time for each conversation, and
 * retried with the same client_id until the server acknowledges or refuses them. Emits `change` with a key.
 */
export class Outbox extends Emitter {
  #store;
  #transmit;
  #entries = [];
  #inFlight = new Map();
  #connected = false;
  #order = Date.now();

  /** `transmit(event, data)` sends to the server at once and returns false without a connection. */
  constructor(store, transmit) {
    super();
    this.#store = store;
    this.#transmit = transmit;
  }

  async load() {
    const stored = await this.#store.all();
    const known = new Set(this.#entries.map(({ clientId }) => clientId));
    this.#entries = [...stored.filter(({ clientId }) => !known.has(clientId)), ...this.#entries];
    this.#order = Math.max(this.#order, ...stored.map(({ order }) => order));
    for (const key of new Set(stored.map((entry) => entry.key))) this.#changed(key);
  }

  pending(key) {
    return this.#entries.filter((entry) => entry.key === key);
  }

  /** How many messages of this user wait in this browser, in all its tabs. */
  async unsent() {
    const stored = await this.#store.all();
    return new Set([...stored, ...this.#entries].map(({ clientId }) => clientId)).size;
  }

  add(key, text) {
    this.#order += 1;
    const entry = { order: this.#order, clientId: newId(), key, text, at: new Date(), failure: null, kept: false };
    this.#entries.push(entry);
    this.#store.put({ ...entry, kept: true }).then(() => {
      entry.kept = true;
      this.emit('change', key);
    });
    this.#changed(key);
  }

  connected() {
    this.#connected = true;
    for (const key of new Set(this.#entries.map((entry) => entry.key))) this.#sendNext(key);
  }

  /** Messages in flight may have arrived. They are sent again, and the server recognises them by their client_id. */
  disconnected() {
    this.#connected = false;
    for (const { timer } of this.#inFlight.values()) clearTimeout(timer);
    this.#inFlight.clear();
  }

  /** The server has stored the message: it was acknowledged, or seen in a page or an event. */
  stored(clientId) {
    const entry = this.#find(clientId);
    if (entry) this.#drop(entry);
  }

  /** The server refused the message, temporarily or permanently. */
  refused({ client_id: clientId, code, message, retry_after: retryAfter }) {
    const entry = this.#find(clientId);
    if (!entry) return;
    if (code === 'busy' || code === 'rate_limited') {
      // It stays in flight, so that later messages do not overtake it.
      this.#retryAfter(entry, (retryAfter ?? 1) * 1000 * (1 + Math.random() / 2));
      return;
    }
    entry.failure = { code, message };
    this.#store.put(entry);
    this.#settle(entry);
  }

  retry(clientId) {
    const entry = this.#find(clientId);
    if (!entry?.failure) return;
    // A conflicting id would be refused again. After any other refusal nothing was stored, and the id can be used again.
    if (entry.failure.code === 'conflict') {
      this.#store.remove(clientId);
      entry.clientId = newId();
    }
    entry.failure = null;
    this.#store.put(entry);
    this.#changed(entry.key);
  }

  discard(clientId) {
    const entry = this.#find(clientId);
    if (entry) this.#drop(entry);
  }

  #changed(key) {
    this.emit('change', key);
    this.#sendNext(key);
  }

  #sendNext(key) {
    if (!this.#connected || this.#inFlight.has(key)) return;
    const entry = this.#entries.find((candidate) => candidate.key === key && !candidate.failure);
    if (!entry) return;
    const { clientId, text } = entry;
    this.#retryAfter(entry, ACKNOWLEDGE_TIMEOUT);
    this.#transmit('send_message', { ...recipient(key), message_content: text, client_id: clientId });
  }

  #retryAfter(entry, pause) {
    clearTimeout(this.#inFlight.get(entry.key)?.timer);
    const timer = setTimeout(() => {
      this.#inFlight.delete(entry.key);
      this.#sendNext(entry.key);
    }, pause);
    this.#inFlight.set(entry.key, { clientId: entry.clientId, timer });
  }

  #drop(entry) {
    this.#entries = this.#entries.filter((other) => other !== entry);
    this.#store.remove(entry.clientId);
    this.#settle(entry);
  }

  #settle({ key, clientId }) {
    if (this.#inFlight.get(key)?.clientId === clientId) {
      clearTimeout(this.#inFlight.get(key).timer);
      this.#inFlight.delete(key);
    }
    this.#changed(key);
  }

  #find(clientId) {
    return this.#entries.find((entry) => entry.clientId === clientId);
  }
}
