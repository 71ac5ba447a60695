import { byId, element } from '../lib/dom.js';
import { words } from '../lib/words.js';
import { choiceItem, menuItem, menuLink, setChosen } from './menu.js';
import { PopupMenu } from './popup-menu.js';

const THEMES = { system: 'circle-half', light: 'sun', dark: 'moon' };

/** The settings menu: appearance, notifications, keyboard shortcuts, and links to administration and the account. */
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
    // The menu stays open while the user tries the colour schemes.
    new PopupMenu(byId('settings'), byId('settings-menu'), (item) => item.hasAttribute('aria-pressed'));
    // Browsers offer notifications only on https and localhost.
    this.#notify.hidden = !notifications.possible;
    this.#show();
  }

  #choose(theme) {
    try {
      localStorage.setItem('chat:theme', theme);
    } catch {
      // Without storage the choice is not remembered.
    }
    dispatchEvent(new Event('chat:theme'));
    this.#show();
  }

  /** Browsers ask for permission only after a click of the user. */
  async #toggleNotify() {
    await this.#notifications.toggle();
    this.#show();
  }

  #show() {
    let chosen = 'system';
    try {
      chosen = localStorage.getItem('chat:theme') ?? 'system';
    } catch {
      // Without storage the system setting applies.
    }
    for (const [theme, item] of this.#themes) setChosen(item, theme === chosen);
    setChosen(this.#notify, this.#notifications.on);
    this.#notify.lastElementChild.previousSibling.textContent = this.#notifications.blocked
      ? words.settings.notifyBlocked
      : words.settings.notify;
  }
}
