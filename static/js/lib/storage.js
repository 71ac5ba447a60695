/** Small things one browser remembers; `null` where the browser refuses to. Drafts and choices of one user never meet another's. */
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
      // Full or forbidden: the page works on without remembering.
    }
  }
}
