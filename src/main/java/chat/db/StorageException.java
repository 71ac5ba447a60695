package chat.db;

/** The database cannot be used, or a commit failed and stored nothing. */
public final class StorageException extends RuntimeException {
    public StorageException(String message, Throwable cause) {
        super(message, cause);
    }
}
