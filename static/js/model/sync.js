import { messagesPath } from './keys.js';

const PAGE = 50;
const LARGEST = 200;
// Further behind than this many pages of changes, reading the newest page afresh is the shorter way to the same state.
const FAR = 3;
const GAP_PATIENCE = 300;

/** Reads pages and changes into conversations, one step at a time for each. */
export class Sync {
  #api;
  #rooms;
  #steps = new WeakMap();
  #running = new WeakMap();
  #due = new WeakSet();
  #learn;

  /** `learn(messages)`: whatever was read from the server, for those who wait for a message of theirs. */
  constructor(api, rooms, learn) {
    this.#api = api;
    this.#rooms = rooms;
    this.#learn = learn;
  }

  /** Brings an opened conversation to the present: reads it, or catches up what it missed. */
  open(conversation) {
    if (!conversation.isLoaded) return this.#once(conversation, 'open', () => this.#readNewest(conversation));
    if (conversation.stale || conversation.isBehind) return this.catchUp(conversation);
    return Promise.resolve();
  }

  older(conversation) {
    return this.#once(conversation, 'older', async () => {
      if (!conversation.isLoaded || conversation.atStart || !conversation.messages.length) return;
      const before = conversation.messages[0].id;
      const page = await this.#page(conversation, { before, limit: PAGE * 2 });
      conversation.prepend(page.messages, !page.has_more);
    });
  }

  newer(conversation) {
    return this.#once(conversation, 'newer', async () => {
      if (!conversation.isLoaded || conversation.atEnd || !conversation.messages.length) return;
      let more;
      do {
        const after = conversation.messages.at(-1).id;
        const page = await this.#page(conversation, { after, limit: PAGE * 2 });
        conversation.append(page.messages, !page.has_more);
        // The server had no more, and yet one came in meanwhile: it is one step away.
        more = !page.has_more && !conversation.atEnd && page.messages.length > 0;
      } while (more);
    });
  }

  /** From far up in the past to the newest. */
  toEnd(conversation) {
    if (conversation.atEnd) return Promise.resolve();
    return this.#once(conversation, 'toEnd', () => this.#readNewest(conversation));
  }

  /** A gap may close by itself, with an event that is only late; if it does not, ask. */
  soon(conversation) {
    if (this.#due.has(conversation)) return;
    this.#due.add(conversation);
    setTimeout(() => {
      this.#due.delete(conversation);
      if (conversation.isBehind) this.catchUp(conversation).catch(() => {});
    }, GAP_PATIENCE + Math.random() * GAP_PATIENCE);
  }

  catchUp(conversation) {
    return this.#once(conversation, 'catchUp', async () => {
      const room = this.#rooms.get(conversation.key);
      // Without a room there is no rev yet: then all there is fits one page.
      if (!conversation.isLoaded || !room) return this.#readNewest(conversation);
      try {
        const caughtUp = await this.#readChanges(conversation, room.id);
        if (!caughtUp || conversation.isBehind) return await this.#reread(conversation, room.id);
        conversation.stale = false;
      } catch (error) {
        if (error.status !== 404) throw error;
        conversation.turn('missing');
      }
    });
  }

  async #readChanges(conversation, roomId) {
    for (let page = 0; page < FAR; page += 1) {
      const answer = await this.#api.get(`/rooms/${roomId}/changes`, { after: conversation.rev });
      this.#learn(answer.messages);
      conversation.applyChanges(answer);
      this.#rooms.marks(conversation.key, answer);
      if (!answer.has_more) return true;
    }
    return false;
  }

  /** What a fresh load would show: the newest page, or, when reading far up, the same stretch again. */
  async #reread(conversation, roomId) {
    const { room } = await this.#api.get(`/rooms/${roomId}`);
    this.#rooms.apply(room);
    if (conversation.atEnd || conversation.messages.length < 2) return this.#readNewest(conversation);

    const { id: after } = conversation.messages[0];
    const last = conversation.lastSeq;
    const stretch = [];
    let page;
    do {
      page = await this.#page(conversation, { after: stretch.at(-1)?.id ?? after, limit: LARGEST });
      stretch.push(...page.messages);
    } while (page.has_more && stretch.at(-1).seq < last);
    conversation.reset(stretch, { floor: room.rev, atStart: false, atEnd: !page.has_more });
  }

  async #readNewest(conversation) {
    const room = this.#rooms.get(conversation.key);
    const floor = room?.rev ?? 0;
    // Enough to hold the place where reading stopped, within reason.
    const limit = Math.min(LARGEST, Math.max(PAGE, (room?.unread ?? 0) + 20));
    try {
      const page = await this.#page(conversation, { limit });
      // What one page shows, it shows with every change before it: revs are given out in the order of commits.
      const seen = page.messages.map(({ rev }) => rev);
      conversation.reset(page.messages, { floor: Math.max(floor, ...seen), atStart: !page.has_more, atEnd: true });
    } catch (error) {
      if (conversation.isLoaded) throw error;
      conversation.turn(error.status === 404 || error.status === 400 ? 'missing' : 'failed');
      return;
    }
    if (!conversation.atEnd) this.newer(conversation).catch(() => {});
  }

  async #page(conversation, query) {
    const page = await this.#api.get(messagesPath(conversation.key), query);
    this.#learn(page.messages);
    return page;
  }

  /** The same step is not begun twice, and different steps of one conversation do not overlap. */
  #once(conversation, name, step) {
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
