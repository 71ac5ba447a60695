/**
 * Unsent messages in IndexedDB, in one database for each user of this browser. Without IndexedDB everything works,
 * but unsent messages do not survive a reload.
 */
export class OutboxStore {
  #name;
  #opening = null;
  // Operations run one at a time, so that a removal never overtakes the addition.
  #previous = Promise.resolve();

  constructor(userId) {
    this.#name = `chat-outbox-${userId}`;
  }

  /** All entries, oldest first. */
  all() {
    const byOrder = (entries) => entries.sort((a, b) => a.order - b.order);
    return this.#run('readonly', (entries) => entries.getAll()).then((found) => byOrder(found ?? []));
  }

  /** Settles when the entry is committed, and so survives a reload, or when storing it failed. */
  put(entry) {
    return this.#run('readwrite', (entries) => entries.put(entry));
  }

  remove(clientId) {
    return this.#run('readwrite', (entries) => entries.delete(clientId));
  }

  #run(mode, action) {
    const done = this.#previous.then(async () => {
      const database = await this.#open();
      return committed(database.transaction('entries', mode), action);
    });
    this.#previous = done.catch(() => {});
    return this.#previous;
  }

  #open() {
    this.#opening ??= new Promise((resolve, reject) => {
      const request = indexedDB.open(this.#name, 1);
      request.onupgradeneeded = () => request.result.createObjectStore('entries', { keyPath: 'clientId' });
      request.onsuccess = () => resolve(request.result);
      request.onerror = () => reject(request.error);
    });
    return this.#opening;
  }
}

/** Resolves at the commit. The success of a request alone is undone when the page closes before it. */
function committed(transaction, action) {
  return new Promise((resolve, reject) => {
    const request = action(transaction.objectStore('entries'));
    transaction.oncomplete = () => resolve(request.result);
    transaction.onabort = () => reject(transaction.error);
  });
}
