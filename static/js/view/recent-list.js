import { element } from '../lib/dom.js';
import { findByName } from '../lib/names.js';
import { oncePerFrame } from '../lib/timing.js';
import { words } from '../lib/words.js';
import { idOf, isDirect } from '../model/keys.js';
import { listNote, retryNote, skeletonRows } from './list-notes.js';
import { Row } from './row.js';
import { VirtualList } from './virtual-list.js';

/** The Recent tab: every conversation, newest first. */
export class RecentList {
  #models;
  #list;
  #note = element('div');
  #query = '';
  #failed = false;
  #showAllUsers;
  #retry;
  arrangeSoon = oncePerFrame(() => this.arrange());

  constructor(panel, models, { showAllUsers, retry }) {
    this.#models = models;
    this.#showAllUsers = showAllUsers;
    this.#retry = retry;
    panel.append(this.#note);
    this.#list = new VirtualList(panel, 'Recent conversations', (key) => new Row(key, models), ({ keys }) => {
      models.watching.show('recent', keys.filter(isDirect).map(idOf));
    });
    this.#note.append(skeletonRows());
  }

  get keys() {
    return this.#list.keys;
  }

  filter(query) {
    this.#query = query.trim();
    this.arrange();
  }

  failed() {
    this.#failed = true;
    this.arrange();
  }

  arrange() {
    const { rooms, subjects } = this.#models;
    const keys = rooms.list().map(({ key }) => key);
    const shown = this.#query ? findByName(keys, (key) => subjects.of(key).name, this.#query) : keys;
    this.#list.show(shown);
    this.#note.replaceChildren(...this.#noteFor(keys, shown));
  }

  update(key) {
    this.#list.update(key);
  }

  updateAll() {
    this.#list.updateAll();
  }

  reveal(key) {
    this.#list.reveal(key);
  }

  #noteFor(keys, shown) {
    if (shown.length) return [];
    if (keys.length) return [listNote('search', null, words.noConversationFound(this.#query))];
    if (this.#models.rooms.complete) {
      const button = element('button', { class: 'btn btn-plain', type: 'button', onclick: this.#showAllUsers }, words.showAllUsers);
      return [listNote('chat-dots', words.noConversationsTitle, words.noConversationsText, button)];
    }
    return this.#failed ? [retryNote(this.#retry)] : [skeletonRows()];
  }
}
