import { avatar } from '../lib/avatar.js';
import { byId, setText } from '../lib/dom.js';
import { seenTime } from '../lib/time.js';
import { words } from '../lib/words.js';

/** The header of the open conversation: its name, and presence or typing. */
export class Head {
  #models;
  #key = null;
  #drawnAvatar = '';

  constructor(models) {
    this.#models = models;
  }

  show(key) {
    this.#key = key;
    this.draw();
  }

  draw() {
    if (!this.#key) return;
    const { subjects, typing, people } = this.#models;
    const subject = subjects.of(this.#key);
    setText(byId('head-name'), subject.name);
    this.#showAvatar(subject);

    const names = typing.in(this.#key).map((id) => people.name(id));
    setText(byId('head-typing'), names.length ? words.typing(names) : '');
    const presence = byId('head-presence');
    presence.hidden = names.length > 0;
    presence.classList.toggle('is-online', subject.online);
    setText(presence, this.#presence(subject));
  }

  #showAvatar(subject) {
    const { id, name, group, online } = subject;
    const looks = `${id} ${name} ${group} ${online}`;
    if (looks === this.#drawnAvatar) return;
    this.#drawnAvatar = looks;
    byId('head-avatar').replaceChildren(avatar({ ...subject, size: 'medium' }));
  }

  #presence({ group, deleted, online, lastSeen }) {
    if (group) return this.#membersOnline();
    if (deleted) return words.deletedUser;
    if (online) return words.online;
    return lastSeen ? words.lastSeen(seenTime(new Date(lastSeen))) : words.offline;
  }

  #membersOnline() {
    const { members, people } = this.#models;
    const ids = members.of(this.#key)?.map(({ user_id: id }) => id);
    if (!ids) return words.group;
    const online = ids.filter((id) => people.isOnline(id)).length;
    return online ? words.membersOnline(ids.length, online) : words.members(ids.length);
  }
}
