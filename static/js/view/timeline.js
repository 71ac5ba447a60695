import { arrange, byId, element, setText } from '../lib/dom.js';
import { isComposing } from '../lib/keyboard.js';
import { dayName } from '../lib/time.js';
import { oncePerFrame } from '../lib/timing.js';
import { words } from '../lib/words.js';
import { isDirect } from '../model/keys.js';
import { Bubble } from './bubble.js';
import { Group } from './group.js';
import { retryNote } from './list-notes.js';
import { ScrollPosition } from './scroll-position.js';
import { timelineItems } from './timeline-items.js';

/** The message log of the open conversation. Updates only what differs from the model. */
export class Timeline {
  #models;
  #onButtonGone;
  #log = byId('log');
  #items = byId('items');
  #conversation = null;
  #unlisten = () => {};
  #bubbles = new Map();
  #nodes = new Map();
  #order = [];
  #unreadFrom = null;
  #placed = false;
  #shownUpTo = 0;
  #scroll = new ScrollPosition(this.#log, () => this.#order.map(({ node }) => node), () => this.#scrolled());
  drawSoon = oncePerFrame(() => this.draw());

  /** `onButtonGone()` is called after a click on a button that the click removes, to move the focus. */
  constructor(models, onButtonGone) {
    this.#models = models;
    this.#onButtonGone = onButtonGone;
    byId('older').append(...Array.from({ length: 6 }, () => element('div', { class: 'skeleton-bubble', 'aria-hidden': 'true' })));
    byId('jump-down').addEventListener('click', () => this.#act(() => this.toNewest()));
    this.#log.addEventListener('keydown', (event) => this.#keyed(event));
    for (const name of ['focus', 'visibilitychange']) addEventListener(name, () => this.#markRead(), true);
  }

  show(conversation) {
    this.hide();
    this.#conversation = conversation;
    this.#unlisten = conversation.on('change', this.drawSoon);
    const room = this.#models.rooms.get(conversation.key);
    this.#unreadFrom = room?.unread ? room.readSeq + 1 : null;
    this.#scroll.isAtEnd = true;
    this.draw();
  }

  hide() {
    this.#unlisten();
    if (this.#conversation) this.#conversation.followed = true;
    this.#conversation = null;
    this.#placed = false;
    this.#bubbles.clear();
    this.#nodes.clear();
    this.#order = [];
    this.#items.replaceChildren();
  }

  draw() {
    if (!this.#conversation) return;
    const items = this.#currentItems();
    this.#scroll.keeping(() => {
      arrange(this.#items, this.#draw(items));
      this.#showEnds(items.length === 0);
    });
    this.#shownUpTo = this.#conversation.lastSeq;
    if (!this.#placed && this.#conversation.isLoaded) this.#place();
    this.#scrolled();
  }

  /** After an own message nothing is new, and the log scrolls to the end. */
  onOwnMessage() {
    this.#unreadFrom = null;
    this.toNewest();
  }

  /** Places the "New messages" line before the first message that arrives while the page is not looked at. */
  arrivedUnseen(seq) {
    const room = this.#models.rooms.get(this.#conversation?.key);
    if (room && room.readSeq === seq - 1) this.#unreadFrom = seq;
  }

  toNewest() {
    const conversation = this.#conversation;
    this.#scroll.isAtEnd = true;
    if (conversation.atEnd || !conversation.isLoaded) this.draw();
    else this.#models.sync.toEnd(conversation).catch(() => {});
  }

  page(direction) {
    this.#log.scrollBy({ top: direction * this.#log.clientHeight * 0.9 });
  }

  #currentItems() {
    const { messages, isLoaded, atStart, atEnd, firstSeq, key } = this.#conversation;
    const { people, outbox, rooms } = this.#models;
    return timelineItems({
      messages,
      pending: atEnd || !isLoaded ? outbox.pending(key) : [],
      myId: people.me.id,
      readUpTo: rooms.get(key)?.allReadSeq ?? 0,
      // The first unread message may not be loaded. No line is better than one in the wrong place.
      unreadFrom: atStart || this.#unreadFrom > firstSeq ? this.#unreadFrom : null,
    });
  }

  #draw(items) {
    const used = new Map();
    const bubbles = new Map();
    this.#order = [];
    const nodes = items.map((item) => {
      const held = this.#nodes.get(item.key) ?? this.#make(item);
      used.set(item.key, held);
      if (item.type === 'day') setText(held.node.firstChild, dayName(item.date));
      if (item.type === 'group') this.#fill(held, item, bubbles);
      return held.node;
    });
    this.#nodes = used;
    this.#bubbles = bubbles;
    return nodes;
  }

  #make({ type }) {
    if (type === 'group') return new Group();
    if (type === 'day') return { node: element('div', { class: 'day-line' }, element('span')) };
    return { node: element('div', { class: 'unread-line' }, words.newMessages) };
  }

  #fill(group, item, bubbles) {
    const { people } = this.#models;
    const nodes = item.entries.map((entry) => {
      const bubble = this.#bubbles.get(entry.key) ?? this.#newBubble(entry);
      bubble.update(entry);
      bubbles.set(entry.key, bubble);
      this.#order.push(bubble);
      return bubble.node;
    });
    group.update(item, nodes, { name: people.name(item.senderId), inGroup: !isDirect(this.#conversation.key) });
  }

  #newBubble({ seq }) {
    const { outbox } = this.#models;
    const bubble = new Bubble({
      retry: (id) => this.#act(() => outbox.retry(id)),
      discard: (id) => this.#act(() => outbox.discard(id)),
    });
    // Only messages that arrive at the visible end are animated.
    if (this.#placed && this.#scroll.isAtEnd && seq > this.#shownUpTo) bubble.node.classList.add('is-arriving');
    return bubble;
  }

  #showEnds(isEmpty) {
    const { state, atStart, key } = this.#conversation;
    byId('older').hidden = state === 'failed' || (state === 'ready' && atStart);
    const note = byId('log-empty');
    note.hidden = !(state === 'failed' || (state === 'ready' && atStart && isEmpty));
    if (note.hidden) return;
    if (state === 'failed') {
      note.replaceChildren(retryNote(() => this.#models.sync.open(this.#conversation)));
    } else {
      const { name } = this.#models.subjects.of(key);
      note.replaceChildren(element('h2', {}, words.emptyTitle), element('p', {}, words.emptyText(name)));
    }
  }

  /** Scrolls to the new messages or the end, once after a conversation was opened. */
  #place() {
    this.#placed = true;
    const line = this.#items.querySelector('.unread-line');
    if (line) this.#scroll.toLine(line);
    else this.#scroll.toEnd();
  }

  #scrolled() {
    const conversation = this.#conversation;
    if (!conversation?.isLoaded) {
      byId('jump-down').hidden = true;
      return;
    }
    const { sync } = this.#models;
    conversation.followed = this.#scroll.isAtEnd;
    if (this.#scroll.nearTop && !conversation.atStart) sync.older(conversation).catch(() => {});
    if (this.#scroll.nearEnd && !conversation.atEnd) sync.newer(conversation).catch(() => {});
    this.#markRead();
    this.#showJump();
  }

  #showJump() {
    const conversation = this.#conversation;
    const button = byId('jump-down');
    const unread = this.#models.rooms.get(conversation.key)?.unread ?? 0;
    button.hidden = this.#scroll.isAtEnd && conversation.atEnd;
    button.setAttribute('aria-label', unread ? words.jumpDownUnread(unread) : words.jumpDown);
    setText(byId('jump-count'), unread ? String(unread) : '');
  }

  /** Marks the visible messages as read if the page is visible and has the focus. */
  #markRead() {
    const conversation = this.#conversation;
    if (!conversation?.isLoaded || !this.#placed || document.hidden || !document.hasFocus()) return;
    const atEnd = this.#scroll.isAtEnd && conversation.atEnd;
    const seq = atEnd ? conversation.lastSeq : this.#order[this.#scroll.lastVisible()]?.entry.seq;
    if (Number.isFinite(seq) && seq > 0) this.#models.reading.seen(conversation.key, seq);
  }

  /** Acts on a click on a button that the act removes. */
  #act(act) {
    act();
    this.#onButtonGone();
  }

  #keyed(event) {
    if (event.altKey || event.ctrlKey || event.metaKey || isComposing(event)) return;
    if (event.key === 'End') {
      event.preventDefault();
      this.toNewest();
      return;
    }
    const step = { ArrowUp: -1, ArrowDown: 1 }[event.key];
    if (!step) return;
    event.preventDefault();
    const at = this.#order.findIndex(({ node }) => node === event.target.closest('.bubble-row'));
    const next = at < 0 ? this.#scroll.lastVisible() : at + step;
    this.#order[next]?.node.focus();
  }
}
