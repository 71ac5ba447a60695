-- How many of the member's own messages lie above their read mark. Only an import leaves any there: unread is what the
-- others wrote.
ALTER TABLE memberships ADD COLUMN own_ahead INTEGER NOT NULL DEFAULT 0;

-- The bytes, in UTF-8, of the texts that the member has sent to this room. It stays when they leave: it counts to their quota.
ALTER TABLE memberships ADD COLUMN sent_bytes INTEGER NOT NULL DEFAULT 0;

-- Whether the room is a group. The lowest marks of a group are looked up in an index, which a direct room does not need.
ALTER TABLE memberships ADD COLUMN in_group INTEGER NOT NULL DEFAULT 0;

UPDATE memberships SET in_group = 1 WHERE room_id IN (SELECT id FROM rooms WHERE kind = 'group');

UPDATE memberships
   SET sent_bytes = sent.bytes, own_ahead = sent.ahead
  FROM (SELECT messages.room_id, messages.sender_id,
               sum(octet_length(messages.message_content)) AS bytes,
               sum(CASE WHEN messages.seq > sender.read_seq THEN 1 ELSE 0 END) AS ahead
          FROM messages
          JOIN memberships AS sender
            ON sender.room_id = messages.room_id AND sender.user_id = messages.sender_id
         GROUP BY messages.room_id, messages.sender_id) AS sent
 WHERE memberships.room_id = sent.room_id AND memberships.user_id = sent.sender_id;

CREATE INDEX memberships_marks ON memberships (room_id, read_seq) WHERE removed = 0 AND in_group = 1;

-- The members by age: who inherits a group is found without reading the others.
CREATE INDEX memberships_age ON memberships (room_id, joined_rev, user_id) WHERE removed = 0;

-- Also what somebody has left, whose texts count to the quota.
DROP INDEX memberships_user;
CREATE INDEX memberships_user ON memberships (user_id, removed, room_id);
