import { Emitter } from '../lib/emitter.js';
import { idOf, isDirect, keyOfMessage, keyOfRoom } from './keys.js';

const PAGE = 200;

/**
 * What the lists show of each conversation: last message, marks, unread. Old state + events = what GET /rooms answers.
 * Emits `change` with a key, `removed` with a room, `loaded`.
 */
export class Rooms extends Emitter {
  #api;
  #myId;
  #byKey = new Map();
  #keyById = new Map();
  #loading = Promise.resolve();
  #touched = null;
  #gone = new Set();
  #asked = new Set();
  #hints = new Map();
  complete = false;

  constructor(api, myId) {
    super();
    this.#api = api;
    this.#myId = myId;
  }

  get(key) {
    return this.#byKey.get(key);
  }

  /** What a row shows: the room, or, until it is loaded, what the list of users said of it. */
  glance(key) {
    return this.#byKey.get(key) ?? (this.complete ? undefined : this.#hints.get(key));
  }

  hint(key, { last_message: lastMessage, unread_count: unread }) {
    if (!this.complete) this.#hints.set(key, { lastMessage: lastMessage ?? null, unread: unread ?? 0 });
  }

  keyOf(roomId) {
    return this.#keyById.get(roomId);
  }

  /** Newest first, by the order in which the server stored the last messages. */
  list() {
    return [...this.#byKey.values()].sort((a, b) => b.activity - a.activity || b.id - a.id);
  }

  get unread() {
    let sum = 0;
    for (const room of this.#byKey.values()) sum += room.unread;
    return sum;
  }

  /** All pages; what is no longer in them was left or taken away while nobody told us. */
  load() {
    this.#loading = this.#loading.catch(() => {}).then(() => this.#loadPages());
    return this.#loading;
  }

  async #loadPages() {
    this.#touched = new Set();
    this.#gone.clear();
    let page;
    do {
      const { rooms, next } = await this.#api.get('/rooms', { limit: PAGE, page });
      // An event that took a room away meanwhile is newer than the page.
      for (const room of rooms) if (!this.#gone.has(room.id)) this.apply(room);
      this.#placeEmpty(rooms);
      page = next;
      this.emit('loaded');
    } while (page);
    for (const room of [...this.#byKey.values()]) if (!this.#touched.has(room.key)) this.#forget(room);
    this.#touched = null;
    this.#hints.clear();
    this.complete = true;
    this.emit('loaded');
  }

  /** A room as the server tells it. Late tellings must not undo what is newer, so marks only rise, unless membership changed. */
  apply(told) {
    const key = keyOfRoom(told);
    const room = this.#entry(key, told);
    const newer = told.rev > room.rev;
    room.name = newer || !room.name ? told.name : room.name;
    room.rev = Math.max(room.rev, told.rev);
    room.lastSeq = Math.max(room.lastSeq, told.last_seq);
    if (told.last_message && told.last_message.seq >= (room.lastMessage?.seq ?? 0)) this.#setLast(room, told.last_message);
    room.readSeq = Math.max(room.readSeq, told.read_seq);
    room.serverReadSeq = Math.max(room.serverReadSeq, told.read_seq);
    room.allReadSeq = newer ? told.all_read_seq ?? 0 : Math.max(room.allReadSeq, told.all_read_seq ?? 0);
    this.#changed(room);
    return room;
  }

  /** A message from anywhere: an event, an acknowledgement, a page of history. */
  receive(message) {
    const key = keyOfMessage(message, this.#myId);
    // Only the first message makes a room; of any other unknown one the marks must be asked for.
    if (!this.#byKey.has(key) && (!isDirect(key) || message.seq > 1)) {
      this.#askFor(message.room_id);
      return;
    }
    const room = this.#entry(key, { id: message.room_id, kind: 'direct', user_id: idOf(key) });
    room.rev = Math.max(room.rev, message.rev);
    room.lastSeq = Math.max(room.lastSeq, message.seq);
    if (message.seq >= (room.lastMessage?.seq ?? 0)) this.#setLast(room, message);
    // Whoever writes has read.
    if (message.sender_id === this.#myId) room.readSeq = room.serverReadSeq = Math.max(room.readSeq, message.seq);
    this.#changed(room);
  }

  /** `messages_read`: mine from another device, or the others'. A group does not say whose was the lowest mark. */
  read({ room_id: roomId, user_id: userId, seq }) {
    const room = this.#byKey.get(this.#keyById.get(roomId));
    if (!room) return;
    if (userId === this.#myId) {
      room.readSeq = Math.max(room.readSeq, seq);
      room.serverReadSeq = Math.max(room.serverReadSeq, seq);
    } else {
      room.allReadSeq = Math.max(room.allReadSeq, seq);
    }
    this.#changed(room);
  }

  /** Marks that came with a catch-up. */
  marks(key, { read_seq: readSeq, all_read_seq: allReadSeq }) {
    const room = this.#byKey.get(key);
    if (!room) return;
    room.readSeq = Math.max(room.readSeq, readSeq ?? 0);
    room.serverReadSeq = Math.max(room.serverReadSeq, readSeq ?? 0);
    room.allReadSeq = Math.max(room.allReadSeq, allReadSeq ?? 0);
    this.#changed(room);
  }

  /** The person has seen this far; the server is told by Reading. */
  seen(key, seq) {
    const room = this.#byKey.get(key);
    if (!room || seq <= room.readSeq) return;
    room.readSeq = seq;
    this.#changed(room);
  }

  removed(roomId) {
    this.#gone.add(roomId);
    const room = this.#byKey.get(this.#keyById.get(roomId));
    if (room) this.#forget(room);
  }

  #entry(key, { id, kind, user_id: userId, name }) {
    if (!this.#byKey.has(key)) {
      this.#byKey.set(key, {
        key, id, kind, userId, name, lastMessage: null, lastSeq: 0, rev: 0,
        readSeq: 0, serverReadSeq: 0, allReadSeq: 0, unread: 0, activity: this.#newest() + 0.5,
      });
      this.#keyById.set(id, key);
    }
    return this.#byKey.get(key);
  }

  /** A group without messages stands where the server's order has it: just above the room that follows it. */
  #placeEmpty(page) {
    let below = 0;
    for (const told of [...page].reverse()) {
      const room = this.#byKey.get(keyOfRoom(told));
      if (!room) continue;
      if (!room.lastMessage) room.activity = below + 0.001;
      below = room.activity;
    }
  }

  /** A new group without messages stands above all that is older. */
  #newest() {
    let newest = 0;
    if (!this.complete) return newest;
    for (const room of this.#byKey.values()) newest = Math.max(newest, room.activity);
    return newest;
  }

  #setLast(room, message) {
    room.lastMessage = message;
    room.activity = message.id;
  }

  #changed(room) {
    room.unread = Math.max(0, room.lastSeq - room.readSeq);
    this.#touched?.add(room.key);
    this.emit('change', room.key);
  }

  #forget(room) {
    this.#byKey.delete(room.key);
    this.#keyById.delete(room.id);
    this.emit('removed', room);
    this.emit('change', room.key);
  }

  /** A message of a group whose own event has not come yet. */
  async #askFor(roomId) {
    if (this.#asked.has(roomId)) return;
    this.#asked.add(roomId);
    try {
      this.apply((await this.#api.get(`/rooms/${roomId}`)).room);
    } catch {
      // Not ours any more: nothing to show.
    } finally {
      this.#asked.delete(roomId);
    }
  }
}
