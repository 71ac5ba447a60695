package chat.accounts;

/**
 * An account. The password's hash does not leave this package.
 *
 * @param passwordChanges the number of password changes, which shows a change since the account was looked up
 */
record User(long id, String username, String passwordHash, long passwordChanges, boolean suspended) {}
