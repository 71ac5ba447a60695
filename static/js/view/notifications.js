import { oneLine } from '../lib/text.js';
import { words } from '../lib/words.js';
import { isDirect } from '../model/keys.js';

/** Silent browser notifications of messages that arrive while the page is not looked at. Off by default. */
export class Notifications {
  #models;
  #storage;
  #product;

  /** `product` is the name of this chat. */
  constructor(models, storage, product) {
    this.#models = models;
    this.#storage = storage;
    this.#product = product;
  }

  get possible() {
    return 'Notification' in window && isSecureContext;
  }

  get blocked() {
    return this.possible && Notification.permission === 'denied';
  }

  get on() {
    return this.possible && Notification.permission === 'granted' && this.#storage.get('notify') === 'on';
  }

  async toggle() {
    const turnOn = !this.on;
    if (turnOn && Notification.permission === 'default') await Notification.requestPermission();
    this.#storage.set('notify', turnOn && Notification.permission === 'granted' ? 'on' : null);
  }

  show(key, message) {
    if (!this.on) return;
    const { subjects, people, router } = this.#models;
    const { name } = subjects.of(key);
    const text = oneLine(message.message_content);
    try {
      // One for each conversation. A newer notification replaces the older one.
      const note = new Notification(`${name} · ${this.#product}`, {
        body: isDirect(key) ? text : words.from(people.name(message.sender_id)) + text,
        tag: `chat-${people.me.id}-${key}`,
        icon: document.body.dataset.icon,
        silent: true,
      });
      note.onclick = () => {
        window.focus();
        router.go(key);
        note.close();
      };
    } catch {
      // Browsers on phones allow notifications only from service workers.
    }
  }
}
