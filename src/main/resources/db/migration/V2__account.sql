-- What a person knows a session by; empty where it began before this was kept.
ALTER TABLE sessions ADD COLUMN address TEXT NOT NULL DEFAULT '';
ALTER TABLE sessions ADD COLUMN user_agent TEXT NOT NULL DEFAULT '';

-- The expired ones are found without looking at all the others.
CREATE INDEX sessions_last_used ON sessions (last_used_at);
CREATE INDEX sessions_created ON sessions (created_at);

-- A login that was under way while the password changed opens nothing.
ALTER TABLE users ADD COLUMN password_changes INTEGER NOT NULL DEFAULT 0;

-- A direct room that one of the two has left by deleting their account: read, but not written to.
ALTER TABLE rooms ADD COLUMN closed INTEGER NOT NULL DEFAULT 0;
