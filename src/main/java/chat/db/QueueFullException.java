package chat.db;

/** The write queue is full, or closed because the server is stopping. Nothing was stored. Try again later. */
public final class QueueFullException extends RuntimeException {
    QueueFullException() {
        super("The write queue is full or closed");
    }
}
