-- Identifies this copy of the database, and has at most one row. A backup has none, so a restored one gets another.
CREATE TABLE database_mark (
    mark TEXT NOT NULL
);
