import { Emitter } from '../lib/emitter.js';
import { idOf } from './keys.js';

/** Who is in a group, asked for when it is opened and whenever its membership changes. Emits `change` with a key. */
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
    this.#askForLeavers(this.#known.get(key) ?? [], members);
    this.#known.set(key, members);
    this.#people.learn(members.map(({ user_id: id, username }) => ({ id, username })));
    this.emit('change', key);
    return members;
  }

  /** Whoever is gone from a group may have deleted their account; what they said in it is still shown. */
  #askForLeavers(before, now) {
    const staying = new Set(now.map(({ user_id: id }) => id));
    this.#people.again(before.map(({ user_id: id }) => id).filter((id) => !staying.has(id)));
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
