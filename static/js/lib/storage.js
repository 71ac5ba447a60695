/** One user's drafts and settings in this browser, kept apart from other users'. Values are `null` without storage. */
export class Storage {
  #prefix;

  constructor(userId) {
    this.#prefix = `chat:${userId}:`;
  }

  get(name) {
    try {
      return localStorage.getItem(this.#prefix + name);
    } catch {
      return null;
    }
  }

  set(name, value) {
    try {
      if (value === null || value === '') localStorage.removeItem(this.#prefix + name);
      else localStorage.setItem(this.#prefix + name, value);
    } catch {
      // The storage is full or blocked. The page works without it.
    }
  }
}
