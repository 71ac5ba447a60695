package faults.client;

/**
 * The recipient of a message, in the contract's form.
 *
 * @param field {@code receiver_id} or {@code room_id}
 */
public record Address(String field, long id) {
    public static Address user(long id) {
        return new Address("receiver_id", id);
    }

    public static Address room(long id) {
        return new Address("room_id", id);
    }
}
