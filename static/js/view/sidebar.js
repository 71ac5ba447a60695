import { avatar } from '../lib/avatar.js';
import { byId, element, setText } from '../lib/dom.js';
import { oncePerFrame } from '../lib/timing.js';
import { directKey } from '../model/keys.js';
import { RecentList } from './recent-list.js';
import { Tabs } from './tabs.js';
import { UserList } from './user-list.js';

/** The two tabs and the filter above them. Updates their rows from the models. */
export class Sidebar {
  #models;
  #storage;
  #lists;
  #tab = 'users';
  #tabs = new Tabs(document.querySelector('.tabs'), ({ id }) => this.#opened(id.replace('tab-', '')));
  #changed = new Set();
  #drawSoon = oncePerFrame(() => this.#drawChanged());

  constructor(api, models, storage, reloadRooms) {
    this.#models = models;
    this.#storage = storage;
    this.#lists = {
      users: new UserList(byId('panel-users'), api, models),
      recent: new RecentList(byId('panel-recent'), models, {
        showAllUsers: () => this.#choose('users'),
        retry: reloadRooms,
      }),
    };
  }

  start() {
    this.#showMe();
    this.#listen();
    byId('filter').addEventListener('input', ({ target }) => this.#lists[this.#tab].filter(target.value));
    this.#choose(this.#storage.get('tab') === 'recent' ? 'recent' : 'users');
  }

  /** The conversations in the open tab, in its order. */
  get keys() {
    return this.#lists[this.#tab].keys;
  }

  /** After a reconnection. Rows stay in place, and a list that was never loaded is loaded. */
  refresh() {
    const { users } = this.#lists;
    if (this.#tab !== 'users') return;
    if (users.keys.length) users.addNewUsers();
    else users.load();
  }

  roomsFailed() {
    this.#lists.recent.failed();
  }

  #listen() {
    const { people, rooms, typing, router, drafts, outbox } = this.#models;
    people.on('change', (id) => this.#update(directKey(id)));
    for (const model of [typing, drafts, outbox]) model.on('change', (key) => this.#update(key));
    rooms.on('change', (key) => {
      this.#update(key);
      this.#lists.recent.arrangeSoon();
    });
    rooms.on('loaded', () => {
      this.#lists.recent.arrange();
      for (const list of Object.values(this.#lists)) list.updateAll();
    });
    router.on('change', (key) => {
      for (const list of Object.values(this.#lists)) list.updateAll();
      if (key) this.#lists[this.#tab].reveal(key);
    });
  }

  #update(key) {
    this.#changed.add(key);
    this.#drawSoon();
  }

  #drawChanged() {
    for (const key of this.#changed) for (const list of Object.values(this.#lists)) list.update(key);
    this.#changed.clear();
    this.#badge();
  }

  #choose(tab) {
    this.#tabs.choose(byId(`tab-${tab}`));
  }

  #opened(tab) {
    const filter = byId('filter');
    if (filter.value) {
      filter.value = '';
      this.#lists[this.#tab].filter('');
    }
    this.#tab = tab;
    this.#storage.set('tab', tab);
    if (tab === 'users') this.#lists.users.load();
    else this.#lists.recent.arrange();
    // The hidden tab needs no presence.
    this.#models.watching.show(tab === 'users' ? 'recent' : 'users', []);
  }

  #badge() {
    const { unread } = this.#models.rooms;
    const badge = byId('recent-badge');
    badge.hidden = unread === 0;
    setText(badge, unread > 999 ? '999+' : String(unread));
  }

  #showMe() {
    const { me } = this.#models.people;
    byId('me').append(
      avatar({ id: me.id, name: me.username, size: 'medium' }),
      element('span', { class: 'me-name' }, me.username),
    );
  }
}
