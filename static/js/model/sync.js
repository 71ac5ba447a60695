import { messagesPath } from './keys.js';

const PAGE = 50;
const LARGEST_PAGE = 200;
// After this many pages of changes, reading the newest page again is the faster way to the same state.
const MAX_CHANGE_PAGES = 3;
const GAP_WAIT = 300;

/** Loads pages and changes into conversations, one step at a time for each conversation. */
export class Sync {
  #api;
  #rooms;
  #steps = new WeakMap();
  #running = new WeakMap();
  #due = new WeakSet();
  #learn;

  /** `learn(messages)` gets all messages read from the server, so that those in the outbox are found. */
  constructor(api, rooms, learn) {
    this.#api = api;
    this.#rooms = rooms;
    this.#learn = learn;
  }

  /** Brings an opened conversation up to date: loads it, or catches up. */
  open(conversation) {
    if (!conversation.isLoaded) return this.#runOnce(conversation, 'open', () => this.#readNewest(conversation));
    if (conversation.stale || conversation.isBehind) return this.catchUp(conversation);
    return Promise.resolve();
  }

  older(conversation) {
    return this.#runOnce(conversation, 'older', async () => {
      if (!conversation.isLoaded || conversation.atStart || !conversation.messages.length) return;
      const before = conversation.messages[0].id;
      const page = await this.#page(conversation, { before, limit: PAGE * 2 });
      conversation.prepend(page.messages, !page.has_more);
    });
  }

  newer(conversation) {
    return this.#runOnce(conversation, 'newer', async () => {
      if (!conversation.isLoaded || conversation.atEnd || !conversation.messages.length) return;
      let more;
      do {
        const after = conversation.messages.at(-1).id;
        const page = await this.#page(conversation, { after, limit: PAGE * 2 });
        conversation.append(page.messages, !page.has_more);
        // A message was stored after the last page was read. The next page has it.
        more = !page.has_more && !conversation.atEnd && page.messages.length > 0;
      } while (more);
    });
  }

  /** Jumps from old messages to the newest. */
  toEnd(conversation) {
    if (conversation.atEnd) return Promise.resolve();
    return this.#runOnce(conversation, 'toEnd', () => this.#readNewest(conversation));
  }

  /** A gap may close by itself when an event is only late. Catches up if it does not. */
  catchUpSoon(conversation) {
    if (this.#due.has(conversation)) return;
    this.#due.add(conversation);
    setTimeout(() => {
      this.#due.delete(conversation);
      if (conversation.isBehind) this.catchUp(conversation).catch(() => {});
    }, GAP_WAIT + Math.random() * GAP_WAIT);
  }

  catchUp(conversation) {
    return this.#runOnce(conversation, 'catchUp', async () => {
      const room = this.#rooms.get(conversation.key);
      // Without a room there is no rev to catch up from.
      if (!conversation.isLoaded || !room) return this.#readNewest(conversation);
      try {
        const caughtUp = await this.#readChanges(conversation, room.id);
        if (!caughtUp || conversation.isBehind) return await this.#reread(conversation, room.id);
        conversation.stale = false;
      } catch (error) {
        if (error.status !== 404) throw error;
        conversation.setState('missing');
      }
    });
  }

  async #readChanges(conversation, roomId) {
    for (let page = 0; page < MAX_CHANGE_PAGES; page += 1) {
      const answer = await this.#api.get(`/rooms/${roomId}/changes`, { after: conversation.rev });
      this.#learn(answer.messages);
      conversation.applyChanges(answer);
      this.#rooms.marks(conversation.key, answer);
      if (!answer.has_more) return true;
    }
    return false;
  }

  /** Reads again what a fresh load would show: the newest page, or the same range among old messages. */
  async #reread(conversation, roomId) {
    const { room } = await this.#api.get(`/rooms/${roomId}`);
    this.#rooms.apply(room);
    if (conversation.atEnd || conversation.messages.length < 2) return this.#readNewest(conversation);

    const { id: after } = conversation.messages[0];
    const last = conversation.lastSeq;
    const range = [];
    let page;
    do {
      page = await this.#page(conversation, { after: range.at(-1)?.id ?? after, limit: LARGEST_PAGE });
      range.push(...page.messages);
    } while (page.has_more && range.at(-1).seq < last);
    conversation.reset(range, { floor: room.rev, atStart: false, atEnd: !page.has_more });
  }

  async #readNewest(conversation) {
    const room = this.#rooms.get(conversation.key);
    const floor = room?.rev ?? 0;
    // The page should include the first unread message, up to a limit.
    const limit = Math.min(LARGEST_PAGE, Math.max(PAGE, (room?.unread ?? 0) + 20));
    try {
      const page = await this.#page(conversation, { limit });
      // Revs are assigned in commit order, so a page includes every change before the highest rev in it.
      const seen = page.messages.map(({ rev }) => rev);
      conversation.reset(page.messages, { floor: Math.max(floor, ...seen), atStart: !page.has_more, atEnd: true });
    } catch (error) {
      if (conversation.isLoaded) throw error;
      conversation.setState(error.status === 404 || error.status === 400 ? 'missing' : 'failed');
      return;
    }
    if (!conversation.atEnd) this.newer(conversation).catch(() => {});
  }

  async #page(conversation, query) {
    const page = await this.#api.get(messagesPath(conversation.key), query);
    this.#learn(page.messages);
    return page;
  }

  /** Runs a step after those before it. A step that is already waiting or running is not started again. */
  #runOnce(conversation, name, step) {
    if (!this.#running.has(conversation)) this.#running.set(conversation, new Map());
    const running = this.#running.get(conversation);
    if (running.has(name)) return running.get(name);
    const before = this.#steps.get(conversation) ?? Promise.resolve();
    const mine = before.catch(() => {}).then(step).finally(() => running.delete(name));
    running.set(name, mine);
    this.#steps.set(conversation, mine);
    return mine;
  }
}
