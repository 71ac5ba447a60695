import { recipient } from './keys.js';

const PAUSE = 250;

/** Tells the server how far one has read: many scrolls, one `mark_read`; and again after a broken connection. */
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
    this.#timer ||= setTimeout(() => this.tell(), PAUSE);
  }

  /** After the lists were loaded afresh: what the server does not know yet goes out again. */
  tellAgain() {
    for (const room of this.#rooms.list()) if (room.readSeq > room.serverReadSeq) this.#due.set(room.key, room.readSeq);
    this.tell();
  }

  tell() {
    clearTimeout(this.#timer);
    this.#timer = 0;
    for (const [key, seq] of this.#due) {
      if (this.#transmit('mark_read', { ...recipient(key), seq })) this.#due.delete(key);
    }
  }
}
