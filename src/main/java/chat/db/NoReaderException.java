package chat.db;

/** Every connection that reads the database is in use: try again later. */
public final class NoReaderException extends RuntimeException {
    NoReaderException(Throwable cause) {
        super("Every reader is in use", cause);
    }
}
