import { dayKey } from '../lib/time.js';

const GROUP_WITHIN = 5 * 60 * 1000;

/**
 * The content of the log, from top to bottom: day lines, the "New messages" line, and groups of entries of one sender.
 * A pure function. Whether two entries are separated depends on them alone, so older messages change nothing below.
 */
export function timelineItems({ messages, pending, myId, readUpTo, unreadFrom }) {
  const items = [];
  let before = null;
  let group = null;
  let lineDrawn = false;

  for (const entry of entries({ messages, pending, myId, readUpTo })) {
    const newDay = entry.day !== before?.day;
    // The line stands before the first new message. Our own messages are not new.
    const line = unreadFrom !== null && !lineDrawn && entry.seq >= unreadFrom && !entry.own;
    if (newDay) items.push({ type: 'day', key: `day-${entry.day}-${entry.key}`, date: entry.at });
    if (line) {
      items.push({ type: 'unread', key: 'unread' });
      lineDrawn = true;
    }
    if (newDay || line || !belongsTo(before, entry)) {
      group = { type: 'group', key: `group-${entry.key}`, own: entry.own, senderId: entry.senderId, entries: [] };
      items.push(group);
    }
    group.entries.push(entry);
    before = entry;
  }
  return items;
}

function belongsTo(before, entry) {
  return before.senderId === entry.senderId && Math.abs(entry.at - before.at) <= GROUP_WITHIN;
}

function* entries({ messages, pending, myId, readUpTo }) {
  for (const message of messages) {
    const own = message.sender_id === myId;
    const at = new Date(message.timestamp);
    yield {
      // The key it had while it was pending, so that its bubble is reused.
      key: own && message.client_id ? `c-${message.client_id}` : `s-${message.seq}`,
      seq: message.seq,
      rev: message.rev,
      senderId: message.sender_id,
      text: message.message_content,
      at,
      day: dayKey(at),
      own,
      state: own ? (message.is_read || message.seq <= readUpTo ? 'read' : 'stored') : 'received',
    };
  }
  for (const { clientId, text, at, failure, kept } of pending) {
    yield {
      key: `c-${clientId}`,
      seq: Infinity,
      rev: 0,
      senderId: myId,
      text,
      at,
      day: dayKey(at),
      own: true,
      state: failure ? 'failed' : kept ? 'waiting' : 'sending',
      clientId,
      failure,
    };
  }
}
