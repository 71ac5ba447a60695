package chat.accounts;

/**
 * An account as its own feature sees it; the hash goes no further.
 *
 * @param passwordChanges how often the password was changed: what was checked against an older one opens nothing
 */
record User(long id, String username, String passwordHash, long passwordChanges, boolean suspended) {}
