-- Ids of messages, which are never given twice, also after a group was deleted.
CREATE TABLE sequences (
    name TEXT    PRIMARY KEY,
    last INTEGER NOT NULL
) WITHOUT ROWID;

INSERT INTO sequences (name, last) SELECT 'messages', coalesce(max(id), 0) FROM messages;

-- What was first sent with a client_id, to recognise a retry after the message has changed. Null in older rows, whose
-- text is compared until their first change.
ALTER TABLE messages ADD COLUMN digest BLOB;

-- Without the CHECK on the role, so that roles can grow.
CREATE TABLE memberships_without_check (
    room_id    INTEGER NOT NULL REFERENCES rooms (id),
    user_id    INTEGER NOT NULL REFERENCES users (id),
    role       TEXT    NOT NULL,           -- 'owner' or 'member'
    read_seq   INTEGER NOT NULL,
    joined_rev INTEGER NOT NULL,           -- the oldest member is the one with the lowest
    rev        INTEGER NOT NULL,           -- the room's rev that last touched this row
    removed    INTEGER NOT NULL DEFAULT 0,
    own_ahead  INTEGER NOT NULL DEFAULT 0, -- the member's own messages above their read mark
    sent_bytes INTEGER NOT NULL DEFAULT 0, -- of the member's texts in this room, in UTF-8
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
