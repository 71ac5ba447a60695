// The key of a conversation is "u12" (with user 12) or "r7" (group 7). A direct conversation has no room until its
// first message, so its key is not the id of a room.

export const directKey = (userId) => `u${userId}`;

export const groupKey = (roomId) => `r${roomId}`;

export function keyOfRoom(room) {
  return room.kind === 'direct' ? directKey(room.user_id) : groupKey(room.id);
}

export function keyOfMessage(message, myId) {
  if (message.receiver_id === null || message.receiver_id === undefined) return groupKey(message.room_id);
  return directKey(message.sender_id === myId ? message.receiver_id : message.sender_id);
}

/** The field that names the recipient in the events of the socket. */
export function recipient(key) {
  const id = Number(key.slice(1));
  return key.startsWith('u') ? { receiver_id: id } : { room_id: id };
}

export const isDirect = (key) => key.startsWith('u');

export const idOf = (key) => Number(key.slice(1));

/** The path that returns its messages. */
export function messagesPath(key) {
  return isDirect(key) ? `/messages/${idOf(key)}` : `/rooms/${idOf(key)}/messages`;
}

export function parseKey(text) {
  return /^[ur][1-9]\d{0,15}$/.test(text) ? text : null;
}
