-- Finds the direct rooms in which a user has the higher id. The index on the pair finds those with the lower id.
CREATE INDEX rooms_high_user ON rooms (high_user_id) WHERE high_user_id IS NOT NULL;
