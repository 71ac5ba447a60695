-- The last id of each kind. An id of a message is never used twice, even after a group was deleted.
CREATE TABLE sequences (
    name TEXT    PRIMARY KEY,
    last INTEGER NOT NULL
) WITHOUT ROWID;

INSERT INTO sequences (name, last) SELECT 'messages', coalesce(max(id), 0) FROM messages;

-- A digest of what was first sent with a client_id. It recognises a retry even after the message has changed. Older rows
-- have null; until their first change their text is compared instead.
ALTER TABLE messages ADD COLUMN digest BLOB;

-- The same table without the CHECK on the role, so that roles can be added.
CREATE TABLE memberships_without_check (
    room_id    INTEGER NOT NULL REFERENCES rooms (id),
    user_id    INTEGER NOT NULL REFERENCES users (id),
    role       TEXT    NOT NULL,           -- 'owner' or 'member'
    read_seq   INTEGER NOT NULL,
    joined_rev INTEGER NOT NULL,           -- the member who joined first has the lowest
    rev        INTEGER NOT NULL,           -- the room's rev when this row last changed
    removed    INTEGER NOT NULL DEFAULT 0,
    own_ahead  INTEGER NOT NULL DEFAULT 0, -- the member's own messages above their read mark
    sent_bytes INTEGER NOT NULL DEFAULT 0, -- the size of the member's texts in this room, in bytes of UTF-8
    in_group   INTEGER NOT NULL DEFAULT 0, -- whether the room is a group
    PRIMARY KEY (room_id, user_id)
) WITHOUT ROWID;

INSERT INTO memberships_without_check
       (room_id, user_id, role, read_seq, joined_rev, rev, removed, own_ahead, sent_bytes, in_group)
SELECT room_id, user_id, role, read_seq, joined_rev, rev, removed, own_ahead, sent_bytes, in_group
  FROM memberships;

DROP TABLE memberships;
ALTER TABLE memberships_without_check RENAME TO memberships;

CREATE INDEX memberships_marks ON memberships (room_id, read_seq) WHERE removed = 0 AND in_group = 1;
CREATE INDEX memberships_age ON memberships (room_id, joined_rev, user_id) WHERE removed = 0;
CREATE INDEX memberships_user ON memberships (user_id, removed, room_id);
