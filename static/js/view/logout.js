import { byId } from '../lib/dom.js';
import { words } from '../lib/words.js';
import { askToConfirm } from './dialog.js';

/** The Logout link, which also works without this. Asks first while messages wait in this browser. */
export class Logout {
  #outbox;
  #session;

  constructor(outbox, session) {
    this.#outbox = outbox;
    this.#session = session;
    byId('logout').addEventListener('click', (event) => {
      event.preventDefault();
      this.#leave();
    });
  }

  async #leave() {
    const waiting = await this.#outbox.unsent();
    if (waiting === 0 || (await this.#confirm(waiting))) this.#session.logOut();
  }

  #confirm(waiting) {
    return askToConfirm(byId('confirm'), { title: words.logoutTitle, text: words.logoutText(waiting), yes: words.logout });
  }
}
