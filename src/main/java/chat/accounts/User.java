package chat.accounts;

/**
 * An account. Its password's hash stays in this package.
 *
 * @param passwordChanges how often the password was changed, to notice a change since the account was looked up
 */
record User(long id, String username, String passwordHash, long passwordChanges, boolean suspended) {}
