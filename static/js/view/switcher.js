import { avatar } from '../lib/avatar.js';
import { byId, element, hiddenText } from '../lib/dom.js';
import { isComposing } from '../lib/keyboard.js';
import { findByName } from '../lib/names.js';
import { debounce } from '../lib/timing.js';
import { words } from '../lib/words.js';
import { directKey } from '../model/keys.js';
import { fillDialog } from './dialog.js';

const SHOWN = 30;

/** Opens a conversation by name (Ctrl+K). Shows known conversations at once, and adds users found by the server. */
export class Switcher {
  #api;
  #models;
  #dialog = byId('switcher');
  #field = null;
  #list = null;
  #keys = [];
  #chosen = 0;
  #askSoon = debounce(120, () => this.#ask());

  constructor(api, models) {
    this.#api = api;
    this.#models = models;
  }

  open() {
    if (this.#dialog.open) return;
    this.#list = element('ul', { class: 'choices', id: 'switcher-list', role: 'listbox', 'aria-label': words.switcherTitle });
    this.#field = element('input', {
      class: 'form-control', type: 'text', role: 'combobox', autocomplete: 'off', spellcheck: 'false', placeholder: words.switcherPlaceholder,
      'aria-label': words.switcherPlaceholder, 'aria-expanded': 'true', 'aria-controls': 'switcher-list', 'aria-autocomplete': 'list',
    });
    this.#field.addEventListener('input', () => this.#typed());
    this.#field.addEventListener('keydown', (event) => this.#keyed(event));
    fillDialog(this.#dialog, words.switcherTitle, this.#field, this.#list);
    this.#dialog.showModal();
    this.#field.focus();
    this.#typed();
  }

  #typed() {
    const { rooms, subjects } = this.#models;
    const query = this.#field.value.trim();
    const known = rooms.list().map(({ key }) => key);
    this.#keys = findByName(known, (key) => subjects.of(key).name, query).slice(0, SHOWN);
    this.#chosen = 0;
    this.#draw();
    this.#askSoon();
  }

  async #ask() {
    const query = this.#field.value.trim();
    const { people } = this.#models;
    const { users } = await this.#api.get('/users', { q: query, limit: SHOWN }).catch(() => ({ users: [] }));
    if (!this.#dialog.open || query !== this.#field.value.trim()) return;
    people.learn(users);
    const found = users.filter(({ id }) => id !== people.me.id).map(({ id }) => directKey(id));
    this.#keys = [...new Set([...this.#keys, ...found])].slice(0, SHOWN);
    this.#draw();
  }

  #draw() {
    const options = this.#keys.map((key, index) => this.#option(key, index));
    const none = element('li', { class: 'dialog-note' }, words.noConversationFound(this.#field.value.trim()));
    this.#list.replaceChildren(...(options.length ? options : [none]));
    this.#choose(this.#chosen);
  }

  #option(key, index) {
    const subject = this.#models.subjects.of(key);
    const unread = this.#models.rooms.get(key)?.unread ?? 0;
    const name = element('span', { class: 'choice-name', dir: 'auto' }, subject.name);
    if (subject.online) name.append(hiddenText(`, ${words.online}`));
    const note = unread ? element('span', { class: 'choice-note' }, words.unread(unread)) : null;
    const option = element('li', { class: 'choice', role: 'option', id: `switcher-${index}`, 'aria-selected': 'false' },
      avatar({ ...subject, size: 'medium' }), name, note);
    option.addEventListener('click', () => this.#go(index));
    return option;
  }

  #keyed(event) {
    if (isComposing(event)) return;
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (step && this.#keys.length) {
      event.preventDefault();
      this.#choose((this.#chosen + step + this.#keys.length) % this.#keys.length);
    } else if (event.key === 'Enter') {
      event.preventDefault();
      this.#go(this.#chosen);
    }
  }

  #choose(index) {
    this.#list.querySelector('[aria-selected="true"]')?.setAttribute('aria-selected', 'false');
    this.#chosen = Math.min(index, Math.max(0, this.#keys.length - 1));
    const option = this.#keys.length ? this.#list.children[this.#chosen] : null;
    option?.setAttribute('aria-selected', 'true');
    option?.scrollIntoView({ block: 'nearest' });
    if (option) this.#field.setAttribute('aria-activedescendant', option.id);
    else this.#field.removeAttribute('aria-activedescendant');
  }

  #go(index) {
    const key = this.#keys[index];
    if (!key) return;
    this.#dialog.close();
    this.#models.router.go(key);
  }
}
