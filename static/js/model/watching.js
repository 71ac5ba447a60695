const MAX_USERS = 500;
const PAUSE = 250;

/** Sends the server the users whose presence this page shows. Each view sets its own; the union is sent on a change. */
export class Watching {
  #transmit;
  #shown = new Map();
  #sent = '';
  #timer = 0;

  constructor(transmit) {
    this.#transmit = transmit;
  }

  show(view, userIds) {
    this.#shown.set(view, userIds);
    this.#timer ||= setTimeout(() => this.#send(), PAUSE);
  }

  connected() {
    this.#sent = '';
    this.#send();
  }

  #send() {
    clearTimeout(this.#timer);
    this.#timer = 0;
    const ids = [...new Set([...this.#shown.values()].flat())].sort((a, b) => a - b).slice(0, MAX_USERS);
    const list = ids.join();
    if (list !== this.#sent && this.#transmit('watch', { user_ids: ids })) this.#sent = list;
  }
}
