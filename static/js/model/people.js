import { Emitter } from '../lib/emitter.js';
import { words } from '../lib/words.js';

const BATCH = 200;

/** The names and presence of all known users. Emits `change` with a user's id. */
export class People extends Emitter {
  #api;
  #known = new Map();
  #wanted = new Set();
  #missing = new Set();
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

  /** Takes users in the shape of any route. */
  learn(users) {
    for (const user of users) {
      const { id, username, online, last_seen: lastSeen, deleted = false } = user;
      this.#update(id, { id, username, deleted, ...(online === undefined ? {} : { online, last_seen: lastSeen }) });
    }
  }

  presence(states) {
    for (const { user_id: id, online, last_seen: lastSeen, deleted } of states) {
      if (!this.#known.has(id)) continue;
      const changes = { online, last_seen: lastSeen ?? this.#known.get(id).last_seen };
      this.#update(id, deleted ? { ...changes, deleted, username: words.deletedName } : changes);
    }
  }

  #update(id, changes) {
    const old = this.#known.get(id);
    const user = { ...old, ...changes };
    this.#known.set(id, user);
    const differs = !old || ['username', 'online', 'last_seen', 'deleted'].some((name) => old[name] !== user[name]);
    if (differs) this.emit('change', id);
  }

  /** Fetches the users that are not known yet, many in one request. */
  fetchUnknown(ids) {
    for (const id of ids) if (!this.#known.has(id) && !this.#missing.has(id)) this.#wanted.add(id);
    if (this.#wanted.size && !this.#fetching) {
      this.#fetching = true;
      queueMicrotask(() => this.#fetchBatches());
    }
  }

  /** Fetches users again, because they may have changed. */
  refetch(ids) {
    for (const id of ids) this.#wanted.add(id);
    this.fetchUnknown([]);
  }

  async #fetchBatches() {
    try {
      while (this.#wanted.size) {
        const ids = [...this.#wanted].slice(0, BATCH);
        const { users } = await this.#api.get('/users', { ids: ids.join(',') });
        this.learn(users);
        for (const id of ids) {
          this.#wanted.delete(id);
          if (!this.#known.has(id)) this.#missing.add(id);
        }
      }
    } catch {
      // The next view that shows one of these names asks again.
      this.#wanted.clear();
    } finally {
      this.#fetching = false;
    }
  }
}
