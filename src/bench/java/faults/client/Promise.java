package faults.client;

/**
 * An acknowledgement: the server promises that it has stored this text exactly once.
 *
 * @param message the acknowledged message; null if sending already counted as an acknowledgement
 */
public record Promise(String clientId, String content, Message message) {
    boolean contradicts(Message again) {
        return (message != null && (message.id() != again.id() || message.seq() != again.seq()))
                || !content.equals(again.content());
    }
}
