import { element } from '../lib/dom.js';
import { debounce } from '../lib/timing.js';
import { words } from '../lib/words.js';
import { directKey, idOf } from '../model/keys.js';
import { listNote, nobodyNote, retryNote, skeletonRows } from './list-notes.js';
import { Row } from './row.js';
import { VirtualList } from './virtual-list.js';

const PAGE = 200;
const POLL = 20_000;
const POLL_ALONE = 4_000;

/** The All Users tab: pages in the server's order, which is kept until the tab is opened again or filtered. */
export class UserList {
  #api;
  #models;
  #panel;
  #list;
  #note = element('div');
  #query = '';
  #next = null;
  #load = 0;
  #loadingMore = false;
  #filterSoon = debounce(200, () => this.load());

  constructor(panel, api, models) {
    this.#api = api;
    this.#models = models;
    this.#panel = panel;
    this.#panel.append(this.#note);
    this.#list = new VirtualList(panel, 'All users', (key) => new Row(key, models), (range) => this.#onRange(range));
    this.#poll();
  }

  get keys() {
    return this.#list.keys;
  }

  filter(query) {
    this.#query = query.trim();
    this.#filterSoon();
  }

  /** Reloads the first page. The rows stay until it arrives. */
  async load() {
    const mine = (this.#load += 1);
    if (!this.#list.keys.length) this.#note.replaceChildren(skeletonRows());
    try {
      const answer = await this.#page();
      if (mine !== this.#load) return;
      this.#next = answer.next ?? null;
      this.#show(this.#keysOf(answer.users, []));
      this.#list.toTop();
    } catch {
      if (mine === this.#load && !this.#list.keys.length) this.#note.replaceChildren(retryNote(() => this.load()));
    }
  }

  /** Adds newly registered users, which no event announces, at the end, so that no row moves. */
  async addNewUsers() {
    if (document.hidden || this.#query || this.#next || !this.#panel.clientHeight) return;
    const mine = this.#load;
    const answer = await this.#page().catch(() => null);
    if (!answer || mine !== this.#load || this.#query) return;
    this.#next = answer.next ?? null;
    const keys = this.#keysOf(answer.users, this.#list.keys);
    if (keys.length !== this.#list.keys.length) this.#show(keys);
  }

  update(key) {
    this.#list.update(key);
  }

  updateAll() {
    this.#list.updateAll();
  }

  draw() {
    this.#list.draw();
  }

  reveal(key) {
    this.#list.reveal(key);
  }

  #page(page) {
    return this.#api.get('/users', { q: this.#query, limit: PAGE, page });
  }

  /** The keys of the users, without our own account and without users that a page repeats. */
  #keysOf(users, before) {
    const { people, rooms } = this.#models;
    people.learn(users);
    const keys = new Set(before);
    for (const user of users) {
      if (user.id === people.me.id) continue;
      const key = directKey(user.id);
      rooms.hint(key, user);
      keys.add(key);
    }
    return [...keys];
  }

  #show(keys) {
    this.#list.show(keys);
    this.#list.updateAll();
    if (keys.length) this.#note.replaceChildren();
    else if (this.#query) this.#note.replaceChildren(listNote('search', null, words.nothingFound(this.#query)));
    else this.#note.replaceChildren(nobodyNote());
  }

  #onRange({ keys, atEnd }) {
    this.#models.watching.show('users', keys.map(idOf));
    if (atEnd && this.#next) this.#more();
  }

  async #more() {
    if (this.#loadingMore) return;
    this.#loadingMore = true;
    const mine = this.#load;
    try {
      const answer = await this.#page(this.#next);
      if (mine !== this.#load) return;
      this.#next = answer.next ?? null;
      this.#list.show(this.#keysOf(answer.users, this.#list.keys));
    } catch {
      // The next scroll tries again.
    } finally {
      this.#loadingMore = false;
    }
  }

  #poll() {
    const pause = this.#list.keys.length ? POLL : POLL_ALONE;
    setTimeout(() => this.addNewUsers().finally(() => this.#poll()), pause);
  }
}
