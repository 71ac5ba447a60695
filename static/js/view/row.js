import { avatar } from '../lib/avatar.js';
import { element, hiddenText, setText } from '../lib/dom.js';
import { oneLine } from '../lib/text.js';
import { fullTime, listTime } from '../lib/time.js';
import { words } from '../lib/words.js';
import { address } from './router.js';

/** One conversation in a list. The text of its link is the name, state, time, last message and unread count. */
export class Row {
  #key;
  #models;
  #drawn = '';
  node = element('li');

  constructor(key, models) {
    this.#key = key;
    this.#models = models;
  }

  update() {
    const view = this.#look();
    const looks = JSON.stringify(view);
    if (looks === this.#drawn) return;
    this.#drawn = looks;
    this.#draw(view);
  }

  #look() {
    const { subjects, rooms, typing, people, drafts, outbox, router } = this.#models;
    const room = rooms.summary(this.#key);
    const unsent = outbox.pending(this.#key).at(-1);
    const isOpen = router.key === this.#key;
    return {
      ...subjects.of(this.#key),
      isOpen,
      unread: room?.unread ?? 0,
      at: unsent?.at.toISOString() ?? room?.lastMessage?.timestamp,
      // Redraws the row on a new day, when "14:05" becomes "Yesterday".
      day: new Date().toDateString(),
      typing: typing.in(this.#key).map((id) => people.name(id)),
      draft: isOpen ? '' : oneLine(drafts.of(this.#key)),
      failed: unsent?.failure ? true : undefined,
      line: this.#line(unsent, room?.lastMessage),
    };
  }

  #line(unsent, message) {
    if (unsent) return words.from(words.you) + oneLine(unsent.text);
    if (!message) return words.noMessagesYet;
    const { people } = this.#models;
    const text = oneLine(message.message_content);
    if (message.sender_id === people.me.id) return words.from(words.you) + text;
    if (message.receiver_id) return text;
    people.fetchUnknown([message.sender_id]);
    return words.from(people.name(message.sender_id)) + text;
  }

  #draw(view) {
    const link = this.node.firstElementChild ?? this.node.appendChild(element('a', { class: 'row-link' }));
    link.href = address(this.#key);
    link.classList.toggle('has-unread', view.unread > 0);
    if (view.isOpen) link.setAttribute('aria-current', 'page');
    else link.removeAttribute('aria-current');

    const name = element('span', { class: 'row-name', dir: 'auto' }, view.name);
    link.replaceChildren(
      avatar(view),
      this.#named(name, view),
      this.#time(view.at),
      this.#lastLine(view),
      ...(view.unread ? [this.#badge(view.unread)] : []),
    );
  }

  #named(name, { online, group }) {
    if (online) name.append(hiddenText(`, ${words.online}`));
    if (group) name.append(hiddenText(`, ${words.group}`));
    return name;
  }

  #time(at) {
    if (!at) return element('span', { class: 'row-time' });
    const date = new Date(at);
    return element('time', { class: 'row-time', datetime: at, title: fullTime(date) }, listTime(date));
  }

  #lastLine({ typing, group, draft, failed, line }) {
    const node = element('span', { class: 'row-line', dir: 'auto' });
    if (typing.length) {
      node.classList.add('is-typing');
      setText(node, group ? words.typingShortBy(typing[0]) : words.typingShort);
    } else if (draft) {
      node.append(element('span', { class: 'row-warning' }, words.draft), ` ${draft}`);
    } else if (failed) {
      node.append(element('span', { class: 'row-warning' }, words.couldNotSend), ` ${line}`);
    } else {
      setText(node, line);
    }
    return node;
  }

  #badge(count) {
    const node = element('span', { class: 'badge-unread' }, count > 999 ? '999+' : String(count));
    node.append(hiddenText(` ${words.unread(count).replace(/^\d+ /, '')}`));
    return node;
  }
}
