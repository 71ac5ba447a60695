import { recipient } from './keys.js';

const PAUSE = 250;

/** Sends read marks to the server: one `mark_read` for many scrolls, and again after a reconnection. */
export class Reading {
  #rooms;
  #transmit;
  #due = new Map();
  #timer = 0;

  constructor(rooms, transmit) {
    this.#rooms = rooms;
    this.#transmit = transmit;
  }

  seen(key, seq) {
    const room = this.#rooms.get(key);
    if (!room || seq <= room.readSeq) return;
    this.#rooms.seen(key, seq);
    this.#due.set(key, seq);
    this.#timer ||= setTimeout(() => this.flush(), PAUSE);
  }

  /** Sends the marks that the server does not have, after the rooms were loaded again. */
  resend() {
    for (const room of this.#rooms.list()) if (room.readSeq > room.serverReadSeq) this.#due.set(room.key, room.readSeq);
    this.flush();
  }

  flush() {
    clearTimeout(this.#timer);
    this.#timer = 0;
    for (const [key, seq] of this.#due) {
      if (this.#transmit('mark_read', { ...recipient(key), seq })) this.#due.delete(key);
    }
  }
}
