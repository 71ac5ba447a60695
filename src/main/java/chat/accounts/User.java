package chat.accounts;

/** An account as its own feature sees it; the hash goes no further. */
record User(long id, String username, String passwordHash) {}
