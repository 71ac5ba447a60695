const MOST = 500;
const PAUSE = 250;

/** Tells the server whose presence this page shows. Each view names its own; the sum goes out when it changes. */
export class Watching {
  #transmit;
  #shown = new Map();
  #told = '';
  #timer = 0;

  constructor(transmit) {
    this.#transmit = transmit;
  }

  show(view, userIds) {
    this.#shown.set(view, userIds);
    this.#timer ||= setTimeout(() => this.#tell(), PAUSE);
  }

  connected() {
    this.#told = '';
    this.#tell();
  }

  #tell() {
    clearTimeout(this.#timer);
    this.#timer = 0;
    const ids = [...new Set([...this.#shown.values()].flat())].sort((a, b) => a - b).slice(0, MOST);
    const news = ids.join();
    if (news !== this.#told && this.#transmit('watch', { user_ids: ids })) this.#told = news;
  }
}
