-- Times are epoch milliseconds and never decide an order.

CREATE TABLE users (
    id            INTEGER PRIMARY KEY AUTOINCREMENT,
    username      TEXT    NOT NULL,
    username_key  TEXT    NOT NULL UNIQUE, -- lower case: names are unique without regard to it
    password_hash TEXT    NOT NULL,
    created_at    INTEGER NOT NULL,
    last_seen     INTEGER NOT NULL,        -- written at most once a minute
    deleted_at    INTEGER                  -- the row stays: its name is not given again, its messages remain
);

CREATE TABLE sessions (
    token_hash   BLOB    PRIMARY KEY, -- SHA-256 of the cookie's 256 random bits
    user_id      INTEGER NOT NULL REFERENCES users (id),
    created_at   INTEGER NOT NULL,
    last_used_at INTEGER NOT NULL     -- written at most once an hour
) WITHOUT ROWID;

CREATE INDEX sessions_user ON sessions (user_id);

CREATE TABLE rooms (
    id              INTEGER PRIMARY KEY AUTOINCREMENT,
    kind            TEXT    NOT NULL CHECK (kind IN ('direct', 'group')),
    name            TEXT,               -- of a group
    low_user_id     INTEGER REFERENCES users (id), -- of a direct room: the pair that finds it
    high_user_id    INTEGER REFERENCES users (id),
    creator_id      INTEGER NOT NULL REFERENCES users (id),
    client_id       TEXT,               -- of a group: makes the retry of its creation harmless
    created_with    TEXT,               -- what was asked for then, to tell a retry from another creation
    created_at      INTEGER NOT NULL,
    last_seq        INTEGER NOT NULL DEFAULT 0,
    rev             INTEGER NOT NULL DEFAULT 0,
    last_message_id INTEGER NOT NULL DEFAULT 0, -- orders the conversations; a new group takes the newest so far
    UNIQUE (low_user_id, high_user_id),
    UNIQUE (creator_id, client_id)
);

CREATE TABLE memberships (
    room_id    INTEGER NOT NULL REFERENCES rooms (id),
    user_id    INTEGER NOT NULL REFERENCES users (id),
    role       TEXT    NOT NULL CHECK (role IN ('owner', 'member')),
    read_seq   INTEGER NOT NULL,
    joined_rev INTEGER NOT NULL, -- the oldest member is the one with the lowest
    rev        INTEGER NOT NULL, -- the room's rev that last touched this row
    removed    INTEGER NOT NULL DEFAULT 0,
    PRIMARY KEY (room_id, user_id)
) WITHOUT ROWID;

CREATE INDEX memberships_user ON memberships (user_id, room_id) WHERE removed = 0;

-- Clustered by room: a page of history lies together on the disk.
CREATE TABLE messages (
    room_id         INTEGER NOT NULL REFERENCES rooms (id),
    seq             INTEGER NOT NULL,
    id              INTEGER NOT NULL UNIQUE,
    rev             INTEGER NOT NULL,
    sender_id       INTEGER NOT NULL REFERENCES users (id),
    message_content TEXT    NOT NULL,
    client_id       TEXT,
    timestamp       INTEGER NOT NULL,
    PRIMARY KEY (room_id, seq)
) WITHOUT ROWID;

CREATE UNIQUE INDEX messages_client ON messages (sender_id, client_id) WHERE client_id IS NOT NULL;
CREATE UNIQUE INDEX messages_rev ON messages (room_id, rev);

-- What /healthz writes, to see that writing works.
CREATE TABLE health (looks INTEGER NOT NULL);
INSERT INTO health VALUES (0);
