import { oneLine } from '../lib/text.js';
import { words } from '../lib/words.js';
import { isDirect } from '../model/keys.js';

/** A soft word from the browser when a message comes and nobody looks. Off until the person turns it on. */
export class Notifications {
  #models;
  #storage;

  constructor(models, storage) {
    this.#models = models;
    this.#storage = storage;
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

  tell(key, message) {
    if (!this.on) return;
    const { subjects, people, router } = this.#models;
    const { name } = subjects.of(key);
    const text = oneLine(message.message_content);
    try {
      // One for each conversation: the newer takes the older one's place.
      const note = new Notification(name, {
        body: isDirect(key) ? text : words.from(people.name(message.sender_id)) + text,
        tag: `chat-${people.me.id}-${key}`,
        icon: `${document.body.dataset.assets}/favicon.svg`,
        silent: true,
      });
      note.onclick = () => {
        window.focus();
        router.go(key);
        note.close();
      };
    } catch {
      // Phones' browsers only let service workers notify.
    }
  }
}
