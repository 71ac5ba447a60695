package chat.db;

/** More is waiting to be written than may wait: try again later. Nothing of the unit was stored. */
public final class QueueFullException extends RuntimeException {
    QueueFullException() {
        super("The write queue is full");
    }
}
