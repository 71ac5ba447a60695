import { Emitter } from '../lib/emitter.js';
import { words } from '../lib/words.js';

const BATCH = 200;

/** Everybody this page has heard of: names and presence. Emits `change` with a user's id. */
export class People extends Emitter {
  #api;
  #known = new Map();
  #wanted = new Set();
  #nobody = new Set();
  #fetching = false;

  constructor(api, me) {
    super();
    this.#api = api;
    this.me = me;
    this.#known.set(me.id, { ...me, online: true, last_seen: null });
  }

  get(id) {
    return this.#known.get(id);
  }

  name(id) {
    return this.#known.get(id)?.username ?? words.someone;
  }

  isOnline(id) {
    return this.#known.get(id)?.online === true;
  }

  /** Takes users as any route gives them. */
  learn(users) {
    for (const user of users) {
      const { id, username, online, last_seen: lastSeen, deleted = false } = user;
      this.#update(id, { id, username, deleted, ...(online === undefined ? {} : { online, last_seen: lastSeen }) });
    }
  }

  presence(states) {
    for (const { user_id: id, online, last_seen: lastSeen, deleted } of states) {
      if (!this.#known.has(id)) continue;
      const news = { online, last_seen: lastSeen ?? this.#known.get(id).last_seen };
      this.#update(id, deleted ? { ...news, deleted, username: words.deletedName } : news);
    }
  }

  #update(id, news) {
    const old = this.#known.get(id);
    const user = { ...old, ...news };
    this.#known.set(id, user);
    const differs = !old || ['username', 'online', 'last_seen', 'deleted'].some((name) => old[name] !== user[name]);
    if (differs) this.emit('change', id);
  }

  /** Asks for those not known yet, many in one call. */
  need(ids) {
    for (const id of ids) if (!this.#known.has(id) && !this.#nobody.has(id)) this.#wanted.add(id);
    if (this.#wanted.size && !this.#fetching) {
      this.#fetching = true;
      queueMicrotask(() => this.#fetchWanted());
    }
  }

  /** Asks once more for those who may have changed. */
  again(ids) {
    for (const id of ids) this.#wanted.add(id);
    this.need([]);
  }

  async #fetchWanted() {
    try {
      while (this.#wanted.size) {
        const ids = [...this.#wanted].slice(0, BATCH);
        const { users } = await this.#api.get('/users', { ids: ids.join(',') });
        this.learn(users);
        for (const id of ids) {
          this.#wanted.delete(id);
          if (!this.#known.has(id)) this.#nobody.add(id);
        }
      }
    } catch {
      // Whoever shows a name asks again the next time it draws.
      this.#wanted.clear();
    } finally {
      this.#fetching = false;
    }
  }
}
