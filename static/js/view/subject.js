import { words } from '../lib/words.js';
import { idOf, isDirect } from '../model/keys.js';

/** The name, avatar and presence of a conversation, for a user or a group. */
export class Subjects {
  #people;
  #rooms;

  constructor(people, rooms) {
    this.#people = people;
    this.#rooms = rooms;
  }

  of(key) {
    const id = idOf(key);
    if (!isDirect(key)) return { id, name: this.#rooms.get(key)?.name ?? words.group, group: true, online: false };
    const user = this.#people.get(id);
    if (!user) this.#people.fetchUnknown([id]);
    return {
      id,
      name: user?.username ?? this.#rooms.get(key)?.name ?? '…',
      group: false,
      online: user?.online === true,
      deleted: user?.deleted === true,
      lastSeen: user?.last_seen ?? null,
    };
  }
}
