package faults.client;

/**
 * Where something is said, as the contract names it.
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
