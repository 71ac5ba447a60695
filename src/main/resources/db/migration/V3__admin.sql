-- Set: they cannot log in, but stay where others see them.
ALTER TABLE users ADD COLUMN suspended_at INTEGER;

-- What the administrator chose, and what the server notes of itself.
CREATE TABLE settings (
    name  TEXT PRIMARY KEY,
    value TEXT NOT NULL
) WITHOUT ROWID;

CREATE TABLE invites (
    id         INTEGER PRIMARY KEY AUTOINCREMENT,
    token_hash BLOB    NOT NULL UNIQUE, -- SHA-256 of the link's 256 random bits
    created_at INTEGER NOT NULL,
    expires_at INTEGER,                 -- null: never
    max_uses   INTEGER,                 -- null: any number
    uses       INTEGER NOT NULL DEFAULT 0,
    revoked_at INTEGER
);

-- At most one for each user: a newer link takes the place of the one before.
CREATE TABLE reset_links (
    user_id    INTEGER PRIMARY KEY REFERENCES users (id),
    token_hash BLOB    NOT NULL UNIQUE,
    expires_at INTEGER NOT NULL
);

CREATE TABLE audit_log (
    id         INTEGER PRIMARY KEY AUTOINCREMENT,
    at         INTEGER NOT NULL,
    actor_id   INTEGER REFERENCES users (id), -- null: the server itself
    action     TEXT    NOT NULL,
    subject_id INTEGER REFERENCES users (id), -- the user it was done to, if any
    detail     TEXT
);

CREATE TRIGGER audit_log_is_not_changed BEFORE UPDATE ON audit_log
BEGIN
    SELECT RAISE(ABORT, 'the audit log is only written');
END;

CREATE TRIGGER audit_log_is_not_cut BEFORE DELETE ON audit_log
BEGIN
    SELECT RAISE(ABORT, 'the audit log is only written');
END;
