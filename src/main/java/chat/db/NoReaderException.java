package chat.db;

/** All read connections are in use. Try again later. */
public final class NoReaderException extends RuntimeException {
    NoReaderException(Throwable cause) {
        super("Every reader is in use", cause);
    }
}
