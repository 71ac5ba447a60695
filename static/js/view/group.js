import { avatar, hueClass } from '../lib/avatar.js';
import { arrange, element, hiddenText, icon, setText } from '../lib/dom.js';
import { clockTime } from '../lib/time.js';
import { words } from '../lib/words.js';

const MARKS = {
  sending: ['clock', () => words.sending],
  waiting: ['clock', () => words.waiting],
  stored: ['check2', () => words.stored],
  read: ['check2-all', (inGroup) => (inGroup ? words.readByAll : words.read)],
};

/** Consecutive bubbles of one sender, with the time and state of the last one below. */
export class Group {
  #bubbles = element('div', { class: 'bubble-list' });
  #body = element('div', { class: 'group-body' }, this.#bubbles);
  #time = element('span');
  #mark = element('span');
  #meta = element('div', { class: 'group-meta' }, this.#time, this.#mark);
  #sender = null;
  #avatar = null;
  #drawnName = null;
  #drawnMark = '';
  node = element('div', { class: 'group', role: 'group' }, this.#body, this.#meta);

  /** `inGroup`: whether this is a group conversation, which shows the name of each sender. */
  update({ own, senderId, entries }, bubbleNodes, { name, inGroup }) {
    arrange(this.#bubbles, bubbleNodes);
    this.node.classList.toggle('is-own', own);
    this.node.classList.toggle('in-group-room', inGroup && !own);
    if (inGroup && !own) this.#showSender(senderId, name);

    const last = entries.at(-1);
    setText(this.#time, clockTime(last.at));
    this.node.setAttribute('aria-label', words.groupLabel(own ? words.you : name, clockTime(last.at)));
    this.#showMark(last.state, inGroup);
  }

  #showSender(id, name) {
    if (name === this.#drawnName) return;
    this.#drawnName = name;
    this.#sender?.remove();
    this.#avatar?.remove();
    this.#sender = element('div', { class: `group-sender ${hueClass(id)}` }, name);
    this.#avatar = avatar({ id, name, size: 'small' });
    this.#body.prepend(this.#sender);
    this.node.prepend(this.#avatar);
  }

  #showMark(state, inGroup) {
    if (state === this.#drawnMark) return;
    this.#drawnMark = state;
    this.#mark.replaceChildren();
    if (!MARKS[state]) return;
    const [name, text] = MARKS[state];
    const mark = icon(name);
    mark.classList.add(`mark-${state}`);
    mark.title = text(inGroup);
    this.#mark.append(mark, hiddenText(text(inGroup)));
  }
}
