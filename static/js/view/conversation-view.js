import { byId, element, icon } from '../lib/dom.js';
import { words } from '../lib/words.js';
import { directKey, idOf, isDirect } from '../model/keys.js';
import { Composer } from './composer.js';
import { ConversationMenu } from './conversation-menu.js';
import { Head } from './head.js';
import { Timeline } from './timeline.js';

/** The conversation pane: opens and leaves conversations, and shows a blank state when none is open. */
export class ConversationView {
  #models;
  #head;
  #timeline;
  #composer;
  #menu;
  #open = null;
  #everOpen = false;
  #unlisten = () => {};

  constructor(models, dialogs) {
    this.#models = models;
    this.#head = new Head(models);
    this.#timeline = new Timeline(models, () => this.#focusUnlessOnPhone());
    this.#composer = new Composer(models, {
      send: (key, text) => this.#send(key, text),
      page: (direction) => this.#timeline.page(direction),
    });
    this.#menu = new ConversationMenu(models, dialogs);
  }

  start() {
    const { router, people, rooms, typing, outbox, members } = this.#models;
    byId('back').addEventListener('click', () => router.toList());
    router.on('change', (key) => this.#show(key));
    people.on('change', (id) => this.#personChanged(id));
    for (const model of [rooms, typing, outbox, members]) model.on('change', (key) => this.#changed(key));
    rooms.on('removed', (room) => this.#removed(room));
    this.#show(router.key);
  }

  get key() {
    return this.#open?.key ?? null;
  }

  focusComposer() {
    this.#composer.focus();
  }

  arrivedUnseen(key, seq) {
    if (key === this.key) this.#timeline.arrivedUnseen(seq);
  }

  /** Brings the open conversation up to date after a reconnection. */
  refresh() {
    if (this.#open) this.#models.sync.open(this.#open).catch(() => {});
    if (this.key && !isDirect(this.key)) this.#models.members.load(this.key).catch(() => {});
  }

  async #show(key) {
    if (key !== null && key === this.key) return;
    this.#leave();
    document.body.dataset.screen = key ? 'conversation' : 'list';
    if (!key) {
      this.#blank('chat-dots', words.chooseTitle, words.chooseText);
      return;
    }
    if (key === directKey(this.#models.people.me.id)) {
      this.#models.router.replace(null);
      return;
    }
    const conversation = this.#models.conversations.visit(key);
    this.#open = conversation;
    this.#everOpen = true;
    this.#unlisten = conversation.on('change', () => this.#stateChanged(conversation));
    if (conversation.state !== 'ready') conversation.state = 'loading';
    this.#showParts(key);
    await this.#load(conversation);
  }

  #showParts(key) {
    byId('blank-state').hidden = true;
    byId('open-conversation').hidden = false;
    this.#head.show(key);
    this.#timeline.show(this.#open);
    this.#composer.show(key);
    this.#showSubject(key);
    this.#models.watching.show('open', isDirect(key) ? [idOf(key)] : []);
    this.#focusUnlessOnPhone();
  }

  /** On a phone the keyboard would cover the messages. */
  #focusUnlessOnPhone() {
    if (matchMedia('(hover: hover) and (min-width: 768px)').matches) this.#composer.focus();
  }

  async #load(conversation) {
    const { rooms, sync, roomsLoaded, members, people } = this.#models;
    const { key } = conversation;
    if (isDirect(key)) people.fetchUnknown([idOf(key)]);
    else members.load(key).catch(() => {});
    // The room knows the first unread message, so this waits for the first page of rooms.
    if (!conversation.isLoaded && !rooms.get(key)) await roomsLoaded();
    if (conversation !== this.#open) return;
    if (!conversation.isLoaded) this.#timeline.show(conversation);
    await sync.open(conversation).catch(() => {});
  }

  #leave() {
    this.#unlisten();
    this.#timeline.hide();
    this.#composer.leave();
    // A conversation left among its old messages opens at its end the next time.
    if (this.#open && !this.#open.atEnd) this.#models.conversations.forget(this.#open.key);
    this.#open = null;
    this.#models.watching.show('open', []);
  }

  #blank(iconName, title, text) {
    const pane = byId('open-conversation');
    const focusIsLost = document.activeElement === document.body || pane.contains(document.activeElement);
    pane.hidden = true;
    const blank = byId('blank-state');
    blank.hidden = false;
    const toList = element('a', { class: 'btn btn-plain d-md-none', href: '#/' }, words.toList);
    blank.replaceChildren(icon(iconName), element('h2', {}, title), element('p', {}, text), toList);
    // The focused element is gone, so the notice that says why gets the focus.
    if (focusIsLost && this.#everOpen) blank.focus();
  }

  #send(key, text) {
    this.#models.outbox.add(key, text);
    this.#timeline.onOwnMessage();
  }

  #changed(key) {
    if (key !== this.key) return;
    this.#head.draw();
    this.#timeline.drawSoon();
    this.#watchMembers();
  }

  #personChanged(id) {
    const { key } = this;
    if (!key) return;
    this.#head.draw();
    if (key === directKey(id)) this.#showSubject(key);
    else if (!isDirect(key)) this.#timeline.drawSoon();
  }

  #showSubject(key) {
    this.#composer.setRecipient(this.#models.subjects.of(key));
    this.#menu.show(key);
  }

  #watchMembers() {
    const members = this.#models.members.of(this.key);
    if (members && !isDirect(this.key)) this.#models.watching.show('open', members.map(({ user_id: id }) => id).slice(0, 100));
  }

  #stateChanged(conversation) {
    if (conversation.state !== 'missing') return;
    this.#leave();
    this.#models.conversations.forget(conversation.key);
    this.#blank('search', words.notFoundTitle, words.notFoundText);
  }

  #removed({ key, name }) {
    this.#models.conversations.forget(key);
    if (key !== this.key) return;
    this.#leave();
    this.#blank('people', words.removedTitle(name), words.removedText);
  }
}
