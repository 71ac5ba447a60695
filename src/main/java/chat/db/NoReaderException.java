package chat.db;

/** All read connections are in use. Try again later. */
public final class NoReaderException extends RuntimeException {
    NoReaderException(Throwable cause) {
        super("All read connections are in use", cause);
    }
}
