/**
 * Unsent messages in IndexedDB, a database for each user of this browser. Where the browser has none (or refuses),
 * everything works, only nothing survives a reload.
 */
export class OutboxStore {
  #name;
  #opening = null;
  // One after the other, so that a removal never overtakes the adding.
  #last = Promise.resolve();

  constructor(userId) {
    this.#name = `chat-outbox-${userId}`;
  }

  /** In the order in which they were written. */
  all() {
    const byOrder = (entries) => entries.sort((a, b) => a.order - b.order);
    return this.#do('readonly', (entries) => entries.getAll()).then((found) => byOrder(found ?? []));
  }

  /** Settles once the entry outlives the page. */
  put(entry) {
    return this.#do('readwrite', (entries) => entries.put(entry));
  }

  remove(clientId) {
    return this.#do('readwrite', (entries) => entries.delete(clientId));
  }

  #do(mode, action) {
    const done = this.#last.then(async () => {
      const database = await this.#open();
      return finished(database.transaction('entries', mode), action);
    });
    this.#last = done.catch(() => {});
    return this.#last;
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

/** Once it is committed: what a request alone reports is undone when the page ends before that. */
function finished(transaction, action) {
  return new Promise((resolve, reject) => {
    const request = action(transaction.objectStore('entries'));
    transaction.oncomplete = () => resolve(request.result);
    transaction.onabort = () => reject(transaction.error);
  });
}
