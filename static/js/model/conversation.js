import { Emitter } from '../lib/emitter.js';

// Reading far up, one keeps this many messages; those at the other end are dropped and read again when needed.
const WINDOW = 600;
const SLACK = 100;
const OUTSIDE = 1000;

/**
 * The messages of one conversation that this page holds: one stretch without a gap, in order of `seq`, and the `rev`
 * up to which it knows every change. Old state + events = what a fresh load answers. Knows no network and no DOM.
 * Emits `change`, and `behind` when it has noticed that something is missing.
 */
export class Conversation extends Emitter {
  #messages = [];
  /** Told of, but not in or next to the stretch: ahead of one still on its way, or of a page that is being read. */
  #outside = new Map();
  #revsSeen = new Set();
  #newestSeq = 0;
  #target = 0;

  /** `loading`, `ready`, `missing` or `failed`. */
  state = 'loading';
  rev = 0;
  atStart = false;
  atEnd = false;
  /** Something may have happened while nobody was listening. */
  stale = false;
  /** Whoever reads stands at the end: what is far above may go. Else what comes in below waits until it is wanted. */
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

  /** Something is known to exist that is not here. */
  get isBehind() {
    return this.isLoaded && (this.rev < this.#target || (this.atEnd && this.#hasAhead()));
  }

  turn(state) {
    this.state = state;
    this.emit('change');
  }

  /** A fresh page, instead of all that was held. `floor`: a rev the room had reached before the page was read. */
  reset(page, { floor, atStart, atEnd }) {
    this.#messages = [];
    this.#add(page);
    this.atStart = atStart;
    this.state = 'ready';
    this.stale = false;
    this.#reached(floor);
    this.#settle(atEnd);
  }

  /** The page before the first one held. */
  prepend(page, atStart) {
    const first = this.firstSeq;
    this.#messages = [...page.filter(({ seq }) => seq < first), ...this.#messages];
    this.atStart = atStart;
    const tooLong = this.#messages.length > WINDOW;
    if (tooLong) this.#messages.length = WINDOW;
    this.#settle(this.atEnd && !tooLong);
  }

  /** The page after the last one held. */
  append(page, atEnd) {
    this.#add(page);
    const surplus = this.#messages.length - WINDOW;
    if (surplus > 0) {
      this.#messages = this.#messages.slice(surplus);
      this.atStart = false;
    }
    this.#settle(atEnd);
  }

  /** An event: it may be late, twice, or ahead of one that is still on its way. */
  receive(message) {
    this.#put(message);
    this.#target = Math.max(this.#target, message.rev);
    this.#revsSeen.add(message.rev);
    if (this.isLoaded) this.#reached(this.rev);
    this.emit('change');
    if (this.isBehind) this.emit('behind');
  }

  /** The room has come to `rev`, and what the changes `revs` did to it is known. */
  roomChanged(rev, revs) {
    for (const known of revs) this.#revsSeen.add(known);
    this.#target = Math.max(this.#target, rev);
    if (this.isLoaded) this.#reached(this.rev);
    if (this.isBehind) this.emit('behind');
  }

  /** One page of the catch-up, in order of rev. */
  applyChanges({ messages, rev }) {
    for (const message of messages) this.#put(message);
    this.#reached(rev);
    this.emit('change');
  }

  #put(message) {
    this.#newestSeq = Math.max(this.#newestSeq, message.seq);
    // Of two tellings of one message the later change counts, whichever comes first.
    if (message.rev >= (this.#outside.get(message.seq)?.rev ?? 0)) this.#outside.set(message.seq, message);
    if (this.isLoaded) this.#takeOutside();
    if (this.#outside.size > OUTSIDE) this.#outside.delete(this.#outside.keys().next().value);
  }

  #add(page) {
    for (const message of page) {
      this.#newestSeq = Math.max(this.#newestSeq, message.seq);
      if (!this.#messages.length || message.seq === this.lastSeq + 1) this.#messages.push(message);
    }
  }

  /** A page that was the last one when it was read may be so no longer. */
  #settle(atEnd) {
    this.atEnd = atEnd;
    this.#takeOutside();
    if (atEnd) this.atEnd = this.lastSeq >= this.#newestSeq || this.#hasAhead();
    this.emit('change');
  }

  #takeOutside() {
    for (const message of this.#outside.values()) {
      const { seq } = message;
      if (seq < this.firstSeq || seq > this.lastSeq) continue;
      this.#outside.delete(seq);
      const place = seq - this.firstSeq;
      if (message.rev > this.#messages[place].rev) this.#messages[place] = message;
    }
    while (this.atEnd && this.#outside.has(this.lastSeq + 1)) {
      const next = this.#outside.get(this.lastSeq + 1);
      this.#outside.delete(next.seq);
      this.#messages.push(next);
      if (this.#messages.length > WINDOW + SLACK) this.#shorten();
    }
  }

  #shorten() {
    if (this.followed) {
      this.#messages = this.#messages.slice(-WINDOW);
      this.atStart = false;
    } else {
      this.atEnd = false;
    }
  }

  #hasAhead() {
    for (const seq of this.#outside.keys()) if (seq > this.lastSeq) return true;
    return false;
  }

  #reached(rev) {
    this.rev = Math.max(this.rev, rev);
    while (this.#revsSeen.delete(this.rev + 1)) this.rev += 1;
    for (const seen of this.#revsSeen) if (seen <= this.rev) this.#revsSeen.delete(seen);
  }
}
