import { Emitter } from '../lib/emitter.js';
import { directKey, keyOfMessage } from './keys.js';

/**
 * Passes each event of the server to the models that it concerns. Ignores unknown events and fields.
 * Emits `arrived` with {key, message} for a new message from another user, and `membership` with a key.
 */
export class Messenger extends Emitter {
  #models;

  constructor(models) {
    super();
    this.#models = models;
  }

  handle({ name, data }) {
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

  /** Our own messages among those read from the server are stored, so they leave the outbox. */
  learn(messages) {
    const { people, outbox } = this.#models;
    for (const message of messages) if (message.sender_id === people.me.id) outbox.stored(message.client_id);
    people.fetchUnknown(messages.map((message) => message.sender_id));
  }

  #message(message) {
    const { rooms, people, conversations, typing } = this.#models;
    const key = keyOfMessage(message, people.me.id);
    const isNew = message.seq > (rooms.get(key)?.lastSeq ?? 0);
    conversations.get(key)?.receive(message);
    rooms.receive(message);
    this.learn([message]);
    typing.stopped(key, message.sender_id);
    if (isNew && message.sender_id !== people.me.id) this.emit('arrived', { key, message });
  }

  #typing({ user_id: userId, room_id: roomId }, what) {
    const { rooms, people, typing } = this.#models;
    if (userId === people.me.id) return;
    // Before its first message a direct conversation has no room.
    const key = roomId === null || roomId === undefined ? directKey(userId) : rooms.keyOf(roomId);
    if (!key) return;
    people.fetchUnknown([userId]);
    typing[what](key, userId);
  }

  #room({ room: data, revs = [] }) {
    const { rooms, conversations } = this.#models;
    const room = rooms.apply(data);
    conversations.get(room.key)?.roomChanged(room.rev, revs);
    this.emit('membership', room.key);
  }
}
