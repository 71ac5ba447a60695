-- Finds the direct rooms of the user with the higher id; the pair's own index finds those of the lower one.
CREATE INDEX rooms_high_user ON rooms (high_user_id) WHERE high_user_id IS NOT NULL;
