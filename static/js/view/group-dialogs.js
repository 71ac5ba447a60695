import { avatar } from '../lib/avatar.js';
import { byId, element, hiddenText, icon } from '../lib/dom.js';
import { newId } from '../lib/ids.js';
import { codePoints } from '../lib/text.js';
import { words } from '../lib/words.js';
import { groupKey, idOf } from '../model/keys.js';
import { askToConfirm, openDialog } from './dialog.js';
import { PeoplePicker } from './people-picker.js';

const NAME_LIMIT = 64;

/** Dialogs to create a group, show and change its members, and leave it. */
export class GroupDialogs {
  #api;
  #models;

  constructor(api, models) {
    this.#api = api;
    this.#models = models;
    byId('new-group').addEventListener('click', () => this.createGroup());
  }

  createGroup(picked = []) {
    const dialog = byId('group-create');
    const picker = new PeoplePicker(this.#api, this.#models.people, { picked });
    const name = element('input', { class: 'form-control', id: 'group-name', type: 'text', autocomplete: 'off', autofocus: true });
    const nameError = element('p', { class: 'field-error', id: 'group-name-error' });
    const error = element('p', { class: 'dialog-error', role: 'alert' });
    const create = element('button', { class: 'btn btn-accent', type: 'submit' }, words.create);
    const form = element('form', { class: 'dialog-stack', novalidate: true },
      element('label', { class: 'form-label', for: 'group-name' }, words.groupName),
      name,
      nameError,
      element('h3', { class: 'form-label mt-3 fs-6' }, words.addMembers),
      picker.node,
      error,
      element('div', { class: 'dialog-foot' }, create));
    // All attempts use one id, so that a lost answer does not create a second group.
    const clientId = newId();
    form.addEventListener('submit', async (event) => {
      event.preventDefault();
      if (!this.#nameIsGood(name, nameError)) return;
      const key = await this.#attempt(error, create, () => this.#create(name.value.trim(), picker.ids, clientId));
      if (!key) return;
      dialog.close();
      this.#models.router.go(key);
    });
    openDialog(dialog, words.newGroup, form);
    name.focus();
  }

  #nameIsGood(field, error) {
    const name = field.value.trim();
    const good = name !== '' && codePoints(name) <= NAME_LIMIT;
    field.setAttribute('aria-invalid', String(!good));
    field.setAttribute('aria-describedby', error.id);
    error.textContent = good ? '' : words.groupNameHint;
    if (!good) field.focus();
    return good;
  }

  async #create(name, userIds, clientId) {
    const { room } = await this.#api.post('/rooms', { name, user_ids: userIds, client_id: clientId });
    this.#models.rooms.apply(room);
    return groupKey(room.id);
  }

  async members(key, { adding = false } = {}) {
    const dialog = byId('group-members');
    const body = element('div', { class: 'dialog-stack' });
    openDialog(dialog, this.#models.subjects.of(key).name, body);
    const members = await this.#models.members.load(key).catch(() => null);
    if (!members) body.replaceChildren(element('p', { class: 'dialog-error' }, words.couldNotLoad));
    else if (adding) this.#drawAdding(key, body, members);
    else this.#drawMembers(key, body, members);
  }

  #drawMembers(key, body, members) {
    const { people } = this.#models;
    const isOwner = members.some(({ user_id: id, role }) => id === people.me.id && role === 'owner');
    const error = element('p', { class: 'dialog-error', role: 'alert' });
    const rows = members.map((member) => this.#memberRow(key, body, member, isOwner, error));
    const add = element('button', { class: 'btn btn-plain', type: 'button' }, words.conversationMenu.addPeople);
    add.addEventListener('click', () => this.#drawAdding(key, body, members));
    body.replaceChildren(
      element('p', { class: 'dialog-note' }, words.members(members.length)),
      element('ul', { class: 'choices' }, ...rows),
      error,
      element('div', { class: 'dialog-foot' }, add));
  }

  #memberRow(key, body, { user_id: id, username, role }, isOwner, error) {
    const { people, members } = this.#models;
    const online = people.isOnline(id);
    const name = element('span', { class: 'choice-name' }, id === people.me.id ? words.you : username);
    if (online) name.append(hiddenText(`, ${words.online}`));
    const note = role === 'owner' ? element('span', { class: 'choice-note' }, words.owner) : null;
    const row = element('li', { class: 'choice' }, avatar({ id, name: username, online, size: 'medium' }), name, note);
    if (isOwner && id !== people.me.id) {
      const label = words.remove(username);
      const remove = element('button', { class: 'icon-button', type: 'button', 'aria-label': label, title: label }, icon('person-dash'));
      remove.addEventListener('click', async () => {
        const done = await this.#attempt(error, remove, () => members.remove(key, id).then(() => true));
        if (done) this.#drawMembers(key, body, members.of(key));
      });
      row.append(remove);
    }
    return row;
  }

  #drawAdding(key, body, members) {
    const { people } = this.#models;
    const picker = new PeoplePicker(this.#api, people, { except: members.map(({ user_id: id }) => id) });
    const error = element('p', { class: 'dialog-error', role: 'alert' });
    const add = element('button', { class: 'btn btn-accent', type: 'button' }, words.add);
    add.addEventListener('click', async () => {
      if (!picker.ids.length) {
        picker.focus();
        return;
      }
      const done = await this.#attempt(error, add, () => this.#models.members.add(key, picker.ids).then(() => true));
      if (done) this.#drawMembers(key, body, this.#models.members.of(key));
    });
    body.replaceChildren(picker.node, error, element('div', { class: 'dialog-foot' }, add));
    picker.focus();
  }

  async leave(key) {
    const { subjects, people, members, router, rooms } = this.#models;
    const { name } = subjects.of(key);
    const confirmed = await askToConfirm(byId('confirm'), { title: words.leaveTitle(name), text: words.leaveText, yes: words.leave });
    if (!confirmed) return;
    const left = await members.remove(key, people.me.id).then(() => true, () => false);
    if (!left) return;
    if (router.key === key) router.replace(null);
    rooms.removed(idOf(key));
  }

  /** Runs an action with the button disabled. Shows the error message and returns null if it fails. */
  async #attempt(error, button, action) {
    error.textContent = '';
    button.disabled = true;
    try {
      return await action();
    } catch (failure) {
      error.textContent = failure.message;
      return null;
    } finally {
      button.disabled = false;
    }
  }
}
