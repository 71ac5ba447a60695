import { Emitter } from '../lib/emitter.js';

// At most this many messages are held. Those at the far end are dropped and read again when needed.
const WINDOW = 600;
const WINDOW_SLACK = 100;
const MAX_PENDING = 1000;

/**
 * The loaded messages of one conversation: a range without gaps, in order of `seq`, and the `rev` up to which every
 * change is known. Loaded state plus events must equal a fresh load. Uses neither the network nor the DOM.
 * Emits `change`, and `behind` when it notices that a change is missing.
 */
export class Conversation extends Emitter {
  #messages = [];
  /** Received, but not yet in the range, because a message before it or a page has not arrived. By `seq`. */
  #pending = new Map();
  #revsSeen = new Set();
  #newestSeq = 0;
  #target = 0;

  /** `loading`, `ready`, `missing` or `failed`. */
  state = 'loading';
  rev = 0;
  atStart = false;
  atEnd = false;
  /** Events may have been missed while the socket was closed. */
  stale = false;
  /** Whether the log is scrolled to the end. If so, old messages may be dropped. Otherwise the newest ones are. */
  followed = true;

  constructor(key) {
    super();
    this.key = key;
  }

  get messages() {
    return this.#messages;
  }

  get firstSeq() {
    return this.#messages[0]?.seq ?? 1;
  }

  get lastSeq() {
    return this.#messages.at(-1)?.seq ?? 0;
  }

  get isLoaded() {
    return this.state === 'ready';
  }

  /** Whether a change or a message is known to exist that has not arrived. */
  get isBehind() {
    return this.isLoaded && (this.rev < this.#target || (this.atEnd && this.#hasNewerPending()));
  }

  setState(state) {
    this.state = state;
    this.emit('change');
  }

  /** Replaces all messages with a fresh page. `floor`: a rev that the room had reached before the page was read. */
  reset(page, { floor, atStart, atEnd }) {
    this.#messages = [];
    this.#add(page);
    this.atStart = atStart;
    this.state = 'ready';
    this.stale = false;
    this.#advanceTo(floor);
    this.#settle(atEnd);
  }

  /** Adds the page before the first message. */
  prepend(page, atStart) {
    const first = this.firstSeq;
    this.#messages = [...page.filter(({ seq }) => seq < first), ...this.#messages];
    this.atStart = atStart;
    const tooLong = this.#messages.length > WINDOW;
    if (tooLong) this.#messages.length = WINDOW;
    this.#settle(this.atEnd && !tooLong);
  }

  /** Adds the page after the last message. */
  append(page, atEnd) {
    this.#add(page);
    const surplus = this.#messages.length - WINDOW;
    if (surplus > 0) {
      this.#messages = this.#messages.slice(surplus);
      this.atStart = false;
    }
    this.#settle(atEnd);
  }

  /** Takes a message from an event, which may be late, repeated or early. */
  receive(message) {
    this.#store(message);
    this.#target = Math.max(this.#target, message.rev);
    this.#revsSeen.add(message.rev);
    if (this.isLoaded) this.#advanceTo(this.rev);
    this.emit('change');
    if (this.isBehind) this.emit('behind');
  }

  /** The room has reached `rev`. The event that says so covers the changes `revs`. */
  roomChanged(rev, revs) {
    for (const known of revs) this.#revsSeen.add(known);
    this.#target = Math.max(this.#target, rev);
    if (this.isLoaded) this.#advanceTo(this.rev);
    if (this.isBehind) this.emit('behind');
  }

  /** Applies one page of the catch-up, in order of rev. */
  applyChanges({ messages, rev }) {
    for (const message of messages) this.#store(message);
    this.#advanceTo(rev);
    this.emit('change');
  }

  #store(message) {
    this.#newestSeq = Math.max(this.#newestSeq, message.seq);
    // The version with the higher rev wins, whatever the order of arrival.
    if (message.rev >= (this.#pending.get(message.seq)?.rev ?? 0)) this.#pending.set(message.seq, message);
    if (this.isLoaded) this.#mergePending();
    if (this.#pending.size > MAX_PENDING) this.#pending.delete(this.#pending.keys().next().value);
  }

  #add(page) {
    for (const message of page) {
      this.#newestSeq = Math.max(this.#newestSeq, message.seq);
      if (!this.#messages.length || message.seq === this.lastSeq + 1) this.#messages.push(message);
    }
  }

  /** A newer message may have arrived since the page was read as the last one. */
  #settle(atEnd) {
    this.atEnd = atEnd;
    this.#mergePending();
    if (atEnd) this.atEnd = this.lastSeq >= this.#newestSeq || this.#hasNewerPending();
    this.emit('change');
  }

  #mergePending() {
    for (const message of this.#pending.values()) {
      const { seq } = message;
      if (seq < this.firstSeq || seq > this.lastSeq) continue;
      this.#pending.delete(seq);
      const place = seq - this.firstSeq;
      if (message.rev > this.#messages[place].rev) this.#messages[place] = message;
    }
    while (this.atEnd && this.#pending.has(this.lastSeq + 1)) {
      const next = this.#pending.get(this.lastSeq + 1);
      this.#pending.delete(next.seq);
      this.#messages.push(next);
      if (this.#messages.length > WINDOW + WINDOW_SLACK) this.#trim();
    }
  }

  #trim() {
    if (this.followed) {
      this.#messages = this.#messages.slice(-WINDOW);
      this.atStart = false;
    } else {
      this.atEnd = false;
    }
  }

  #hasNewerPending() {
    for (const seq of this.#pending.keys()) if (seq > this.lastSeq) return true;
    return false;
  }

  #advanceTo(rev) {
    this.rev = Math.max(this.rev, rev);
    while (this.#revsSeen.delete(this.rev + 1)) this.rev += 1;
    for (const seen of this.#revsSeen) if (seen <= this.rev) this.#revsSeen.delete(seen);
  }
}
