package faults.client;

/**
 * What a client was promised: that this text is stored, once.
 *
 * @param message as it was acknowledged; null where nothing but the sending counted as acknowledgement
 */
public record Promise(String clientId, String content, Message message) {
    boolean contradicts(Message again) {
        return (message != null && (message.id() != again.id() || message.seq() != again.seq()))
                || !content.equals(again.content());
    }
}
