import { Emitter } from '../lib/emitter.js';
import { idOf, isDirect, keyOfMessage, keyOfRoom } from './keys.js';

const PAGE = 200;

/**
 * The last message, read marks and unread count of each room. Loaded state plus events must equal a fresh GET /rooms.
 * Emits `change` with a key, `removed` with a room, and `loaded`.
 */
export class Rooms extends Emitter {
  #api;
  #myId;
  #byKey = new Map();
  #keyById = new Map();
  #loading = Promise.resolve();
  #keysSinceLoad = null;
  #removedIds = new Set();
  #fetching = new Set();
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

  /** The content of a row: the room, or what the list of users said about it until the rooms are loaded. */
  summary(key) {
    return this.#byKey.get(key) ?? (this.complete ? undefined : this.#hints.get(key));
  }

  hint(key, { last_message: lastMessage, unread_count: unread }) {
    if (!this.complete) this.#hints.set(key, { lastMessage: lastMessage ?? null, unread: unread ?? 0 });
  }

  keyOf(roomId) {
    return this.#keyById.get(roomId);
  }

  /** The rooms, newest first, in the order in which the server stored their last messages. */
  list() {
    return [...this.#byKey.values()].sort((a, b) => b.activity - a.activity || b.id - a.id);
  }

  get unread() {
    let sum = 0;
    for (const room of this.#byKey.values()) sum += room.unread;
    return sum;
  }

  /** Loads all pages. Rooms that are not in them were left while the socket was closed. */
  load() {
    this.#loading = this.#loading.catch(() => {}).then(() => this.#loadPages());
    return this.#loading;
  }

  async #loadPages() {
    this.#keysSinceLoad = new Set();
    this.#removedIds.clear();
    let page;
    do {
      const { rooms, next } = await this.#api.get('/rooms', { limit: PAGE, page });
      // An event that removed a room meanwhile is newer than the page.
      for (const room of rooms) if (!this.#removedIds.has(room.id)) this.apply(room);
      this.#placeEmptyGroups(rooms);
      page = next;
      this.emit('loaded');
    } while (page);
    for (const room of [...this.#byKey.values()]) if (!this.#keysSinceLoad.has(room.key)) this.#forget(room);
    this.#keysSinceLoad = null;
    this.#hints.clear();
    this.complete = true;
    this.emit('loaded');
  }

  /** Takes a room from the server. The data may be older than ours, so marks only rise unless membership changed. */
  apply(data) {
    const key = keyOfRoom(data);
    const room = this.#entry(key, data);
    const newer = data.rev > room.rev;
    room.name = newer || !room.name ? data.name : room.name;
    room.rev = Math.max(room.rev, data.rev);
    room.lastSeq = Math.max(room.lastSeq, data.last_seq);
    if (data.last_message && data.last_message.seq >= (room.lastMessage?.seq ?? 0)) this.#setLast(room, data.last_message);
    room.readSeq = Math.max(room.readSeq, data.read_seq);
    room.serverReadSeq = Math.max(room.serverReadSeq, data.read_seq);
    room.allReadSeq = newer ? data.all_read_seq ?? 0 : Math.max(room.allReadSeq, data.all_read_seq ?? 0);
    this.#changed(room);
    return room;
  }

  /** Takes a message from an event or an acknowledgement. */
  receive(message) {
    const key = keyOfMessage(message, this.#myId);
    // Only a first message creates a room. The marks of any other unknown room must be fetched.
    if (!this.#byKey.has(key) && (!isDirect(key) || message.seq > 1)) {
      this.#fetchRoom(message.room_id);
      return;
    }
    const room = this.#entry(key, { id: message.room_id, kind: 'direct', user_id: idOf(key) });
    room.rev = Math.max(room.rev, message.rev);
    room.lastSeq = Math.max(room.lastSeq, message.seq);
    if (message.seq >= (room.lastMessage?.seq ?? 0)) this.#setLast(room, message);
    // Sending a message marks the conversation as read.
    if (message.sender_id === this.#myId) room.readSeq = room.serverReadSeq = Math.max(room.readSeq, message.seq);
    this.#changed(room);
  }

  /** Takes `messages_read`: our mark from another device, or the mark of the others. Groups send only the lowest one. */
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

  /** Takes the marks that came with a catch-up. */
  marks(key, { read_seq: readSeq, all_read_seq: allReadSeq }) {
    const room = this.#byKey.get(key);
    if (!room) return;
    room.readSeq = Math.max(room.readSeq, readSeq ?? 0);
    room.serverReadSeq = Math.max(room.serverReadSeq, readSeq ?? 0);
    room.allReadSeq = Math.max(room.allReadSeq, allReadSeq ?? 0);
    this.#changed(room);
  }

  /** The user has read up to `seq`. Reading sends it to the server. */
  seen(key, seq) {
    const room = this.#byKey.get(key);
    if (!room || seq <= room.readSeq) return;
    room.readSeq = seq;
    this.#changed(room);
  }

  removed(roomId) {
    this.#removedIds.add(roomId);
    const room = this.#byKey.get(this.#keyById.get(roomId));
    if (room) this.#forget(room);
  }

  #entry(key, { id, kind, user_id: userId, name }) {
    if (!this.#byKey.has(key)) {
      this.#byKey.set(key, {
        key, id, kind, userId, name, lastMessage: null, lastSeq: 0, rev: 0,
        readSeq: 0, serverReadSeq: 0, allReadSeq: 0, unread: 0, activity: this.#newestActivity() + 0.5,
      });
      this.#keyById.set(id, key);
    }
    return this.#byKey.get(key);
  }

  /** Keeps a group without messages where the server listed it: just above the room that follows. */
  #placeEmptyGroups(page) {
    let below = 0;
    for (const data of [...page].reverse()) {
      const room = this.#byKey.get(keyOfRoom(data));
      if (!room) continue;
      if (!room.lastMessage) room.activity = below + 0.001;
      below = room.activity;
    }
  }

  /** A new group without messages is listed above all older rooms. */
  #newestActivity() {
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
    this.#keysSinceLoad?.add(room.key);
    this.emit('change', room.key);
  }

  #forget(room) {
    this.#byKey.delete(room.key);
    this.#keyById.delete(room.id);
    this.emit('removed', room);
    this.emit('change', room.key);
  }

  /** Fetches a room whose message arrived before its own event. */
  async #fetchRoom(roomId) {
    if (this.#fetching.has(roomId)) return;
    this.#fetching.add(roomId);
    try {
      this.apply((await this.#api.get(`/rooms/${roomId}`)).room);
    } catch {
      // We are no longer a member.
    } finally {
      this.#fetching.delete(roomId);
    }
  }
}
