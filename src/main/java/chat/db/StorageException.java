package chat.db;

/** The database cannot be used or could not commit; nothing of the unit was stored. */
public final class StorageException extends RuntimeException {
    public StorageException(String message, Throwable cause) {
        super(message, cause);
    }
}
