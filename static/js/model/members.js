import { Emitter } from '../lib/emitter.js';
import { idOf } from './keys.js';

/** The members of groups, loaded when a group is opened and when its membership changes. Emits `change` with a key. */
export class Members extends Emitter {
  #api;
  #people;
  #known = new Map();

  constructor(api, people) {
    super();
    this.#api = api;
    this.#people = people;
  }

  of(key) {
    return this.#known.get(key);
  }

  async load(key) {
    const { members } = await this.#api.get(`/rooms/${idOf(key)}`);
    this.#refetchLeavers(this.#known.get(key) ?? [], members);
    this.#known.set(key, members);
    this.#people.learn(members.map(({ user_id: id, username }) => ({ id, username })));
    this.emit('change', key);
    return members;
  }

  /** A member who left may have deleted their account, and their messages are still shown. */
  #refetchLeavers(before, now) {
    const staying = new Set(now.map(({ user_id: id }) => id));
    this.#people.refetch(before.map(({ user_id: id }) => id).filter((id) => !staying.has(id)));
  }

  async add(key, userIds) {
    await this.#api.post(`/rooms/${idOf(key)}/members`, { user_ids: userIds });
    await this.load(key);
  }

  async remove(key, userId) {
    await this.#api.delete(`/rooms/${idOf(key)}/members/${userId}`);
    if (userId !== this.#people.me.id) await this.load(key);
  }
}
