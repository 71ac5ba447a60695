import { avatar } from '../lib/avatar.js';
import { element, hiddenText, icon } from '../lib/dom.js';
import { isComposing } from '../lib/keyboard.js';
import { debounce } from '../lib/timing.js';
import { words } from '../lib/words.js';

const SHOWN = 50;

/** A search field for users, a list with check boxes, and the picked users above it. */
export class PeoplePicker {
  #api;
  #people;
  #except;
  #picked = new Set();
  #chips = element('ul', { class: 'picked' });
  #choices = element('ul', { class: 'choices' });
  #search = element('input', {
    class: 'form-control', type: 'search', 'aria-label': words.findPeople, placeholder: words.findPeople, autocomplete: 'off',
  });
  node = element('div', { class: 'picker' }, this.#chips, this.#search, this.#choices);

  /** `except`: ids of users that are not offered. */
  constructor(api, people, { picked = [], except = [] } = {}) {
    this.#api = api;
    this.#people = people;
    this.#except = new Set([people.me.id, ...except]);
    for (const id of picked) this.#picked.add(id);
    this.#search.addEventListener('input', debounce(150, () => this.#find()));
    this.#search.addEventListener('keydown', (event) => {
      if (event.key === 'Enter' && !isComposing(event)) event.preventDefault();
    });
    this.#drawChips();
    this.#find();
  }

  get ids() {
    return [...this.#picked];
  }

  focus() {
    this.#search.focus();
  }

  async #find() {
    const query = this.#search.value.trim();
    const { users } = await this.#api.get('/users', { q: query, limit: SHOWN }).catch(() => ({ users: [] }));
    if (query !== this.#search.value.trim()) return;
    this.#people.learn(users);
    const offered = users.filter(({ id }) => !this.#except.has(id));
    const rows = offered.map((user) => element('li', {}, this.#choice(user)));
    const none = element('li', { class: 'dialog-note' }, query ? words.nothingFound(query) : words.nobodyTitle);
    this.#choices.replaceChildren(...(rows.length ? rows : [none]));
  }

  #choice({ id, username, online }) {
    const tick = element('input', { class: 'form-check-input', type: 'checkbox', value: id });
    tick.checked = this.#picked.has(id);
    tick.addEventListener('change', () => this.#pick(id, tick.checked));
    const name = element('span', { class: 'choice-name' }, username);
    if (online) name.append(hiddenText(`, ${words.online}`));
    return element('label', { class: 'choice' }, avatar({ id, name: username, online, size: 'medium' }), name, tick);
  }

  #pick(id, picked) {
    if (picked) this.#picked.add(id);
    else this.#picked.delete(id);
    this.#drawChips();
  }

  #drawChips() {
    this.#chips.replaceChildren(...this.ids.map((id) => element('li', {}, this.#chip(id))));
  }

  #chip(id) {
    const name = this.#people.name(id);
    const chip = element('button', { class: 'picked-name', type: 'button', 'aria-label': words.unpick(name) }, name, icon('x-lg'));
    chip.addEventListener('click', () => {
      this.#pick(id, false);
      const tick = this.#choices.querySelector(`input[value="${id}"]`);
      if (tick) tick.checked = false;
      this.#search.focus();
    });
    return chip;
  }
}
