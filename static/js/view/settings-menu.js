import { byId, element } from '../lib/dom.js';
import { words } from '../lib/words.js';
import { choiceItem, menuItem, menuLink, setChosen } from './menu.js';
import { PopupMenu } from './popup-menu.js';

const THEMES = { system: 'circle-half', light: 'sun', dark: 'moon' };

/** Light or dark, notifications, the list of keys, and the way to one's account. */
export class SettingsMenu {
  #notifications;
  #themes = new Map();
  #notify = choiceItem('bell', words.settings.notify, () => this.#toggleNotify());

  constructor(notifications, showHelp) {
    this.#notifications = notifications;
    for (const [theme, iconName] of Object.entries(THEMES)) {
      this.#themes.set(theme, choiceItem(iconName, words.settings[theme], () => this.#choose(theme)));
    }
    byId('settings-menu').append(
      element('div', { class: 'dropdown-header' }, words.settings.theme),
      ...this.#themes.values(),
      element('hr', { class: 'dropdown-divider' }),
      this.#notify,
      menuItem('keyboard', words.settings.keys, showHelp),
      ...('administrator' in document.body.dataset ? [menuLink('shield-lock', words.settings.administration, '/admin')] : []),
      menuLink('person-gear', words.settings.account, '/settings'),
    );
    // One tries the schemes with the menu open.
    new PopupMenu(byId('settings'), byId('settings-menu'), (item) => item.hasAttribute('aria-pressed'));
    // Plain http off localhost has no notifications: then nothing is offered.
    this.#notify.hidden = !notifications.possible;
    this.#show();
  }

  #choose(theme) {
    try {
      localStorage.setItem('chat:theme', theme);
    } catch {
      // Not remembered, then.
    }
    dispatchEvent(new Event('chat:theme'));
    this.#show();
  }

  /** The browser asks the person only now, by their own click. */
  async #toggleNotify() {
    await this.#notifications.toggle();
    this.#show();
  }

  #show() {
    let chosen = 'system';
    try {
      chosen = localStorage.getItem('chat:theme') ?? 'system';
    } catch {
      // The system decides.
    }
    for (const [theme, item] of this.#themes) setChosen(item, theme === chosen);
    setChosen(this.#notify, this.#notifications.on);
    this.#notify.lastElementChild.previousSibling.textContent = this.#notifications.blocked
      ? words.settings.notifyBlocked
      : words.settings.notify;
  }
}
