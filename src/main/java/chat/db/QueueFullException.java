package chat.db;

/** The write queue is full. Nothing was stored. Try again later. */
public final class QueueFullException extends RuntimeException {
    QueueFullException() {
        super("The write queue is full");
    }
}
