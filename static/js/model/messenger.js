import { Emitter } from '../lib/emitter.js';
import { directKey, keyOfMessage } from './keys.js';

/**
 * Takes the server's events and hands each to the models it concerns. Events and fields it does not know it ignores.
 * Emits `arrived` with {key, message} for a message of somebody else.
 */
export class Messenger extends Emitter {
  #models;

  constructor(models) {
    super();
    this.#models = models;
  }

  take({ name, data }) {
    const { rooms, people, outbox } = this.#models;
    switch (name) {
      case 'message_sent': return this.#message(data.message);
      case 'new_message': return this.#message(data.message);
      case 'messages_read': return rooms.read(data);
      case 'presence': return people.presence(data.users);
      case 'typing': return this.#typing(data, 'started');
      case 'stop_typing': return this.#typing(data, 'stopped');
      case 'room': return this.#room(data);
      case 'room_removed': return rooms.removed(data.room_id);
      case 'error': return data.client_id ? outbox.refused(data) : undefined;
      default: return undefined;
    }
  }

  /** Messages of ours that were read anywhere need not be sent any more. */
  learn(messages) {
    const { people, outbox } = this.#models;
    for (const message of messages) if (message.sender_id === people.me.id) outbox.stored(message.client_id);
    people.need(messages.map((message) => message.sender_id));
  }

  #message(message) {
    const { rooms, people, conversations, typing } = this.#models;
    const key = keyOfMessage(message, people.me.id);
    const news = message.seq > (rooms.get(key)?.lastSeq ?? 0);
    conversations.get(key)?.receive(message);
    rooms.receive(message);
    this.learn([message]);
    typing.stopped(key, message.sender_id);
    if (news && message.sender_id !== people.me.id) this.emit('arrived', { key, message });
  }

  #typing({ user_id: userId, room_id: roomId }, what) {
    const { rooms, people, typing } = this.#models;
    if (userId === people.me.id) return;
    // Before the first message there is no room, and only two people.
    const key = roomId === null || roomId === undefined ? directKey(userId) : rooms.keyOf(roomId);
    if (!key) return;
    people.need([userId]);
    typing[what](key, userId);
  }

  #room({ room: told, revs = [] }) {
    const { rooms, conversations } = this.#models;
    const room = rooms.apply(told);
    conversations.get(room.key)?.roomChanged(room.rev, revs);
    this.emit('membership', room.key);
  }
}
