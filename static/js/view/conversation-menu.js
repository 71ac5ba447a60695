import { byId } from '../lib/dom.js';
import { words } from '../lib/words.js';
import { idOf, isDirect } from '../model/keys.js';
import { menuItem } from './menu.js';
import { PopupMenu } from './popup-menu.js';
import { address } from './router.js';

/** The menu of the open conversation. */
export class ConversationMenu {
  #models;
  #dialogs;
  #menu = byId('conversation-menu');

  constructor(models, dialogs) {
    this.#models = models;
    this.#dialogs = dialogs;
    new PopupMenu(byId('conversation-more'), this.#menu);
  }

  show(key) {
    this.#menu.replaceChildren(...(isDirect(key) ? this.#forPerson(key) : this.#forGroup(key)));
  }

  #forPerson(key) {
    const { name, deleted } = this.#models.subjects.of(key);
    const items = deleted ? [] : [menuItem('people', words.conversationMenu.newGroupWith(name), () => this.#dialogs.createGroup([idOf(key)]))];
    return [...items, ...this.#copyLink(key)];
  }

  #forGroup(key) {
    const { members, addPeople, leave } = words.conversationMenu;
    return [
      menuItem('people', members, () => this.#dialogs.members(key)),
      menuItem('person-plus', addPeople, () => this.#dialogs.members(key, { adding: true })),
      ...this.#copyLink(key),
      menuItem('box-arrow-right', leave, () => this.#dialogs.leave(key), 'is-danger'),
    ];
  }

  #copyLink(key) {
    if (!navigator.clipboard) return [];
    const copy = () => navigator.clipboard.writeText(`${location.origin}/chat${address(key)}`);
    return [menuItem('link-45deg', words.conversationMenu.copyLink, copy)];
  }
}
