package chat.rooms;

import chat.web.ApiError;
import chat.web.Input;
import java.time.Instant;
import java.util.Optional;

/**
 * The receiver of a client's request: a user ({@code receiver_id}) or a room ({@code room_id}). One of them is null.
 */
public record Target(Long receiverId, Long roomId) {
    public static Target of(Input input) {
        if (input.has("receiver_id") == input.has("room_id")) {
            throw ApiError.badRequest("receiver_id", "Name either a receiver_id or a room_id.");
        }
        return input.has("room_id") ? room(input.id("room_id")) : user(input.id("receiver_id"));
    }

    public static Target user(long userId) {
        return new Target(userId, null);
    }

    public static Target room(long roomId) {
        return new Target(null, roomId);
    }

    /**
     * Finds the room. Empty if the two users have not written to each other yet.
     *
     * @throws ApiError 404 if there is no such user or room, or the caller is not a member; 400 if the receiver is the
     *     caller
     */
    public Optional<Room> find(RoomDao rooms, long callerId) {
        if (roomId != null) {
            return Optional.of(rooms.findForMember(roomId, callerId)
                    .orElseThrow(() -> ApiError.notFound("room_id", "There is no such conversation.")));
        }
        if (receiverId == callerId) {
            throw ApiError.badRequest("receiver_id", "You cannot write to yourself.");
        }
        Optional<Room> room = pair(rooms, callerId);
        if (room.isEmpty() && !rooms.isUser(receiverId)) {
            throw ApiError.notFound("receiver_id", "There is no such user.");
        }
        return room;
    }

    /**
     * Finds the room to write to. Creates it if two users write to each other for the first time. Call it in a
     * transaction.
     *
     * @throws ApiError as {@link #find}, and 404 if one of the two users has deleted their account
     */
    public Room open(RoomDao rooms, long callerId, Instant now) {
        Optional<Room> found = find(rooms, callerId);
        Long other = found.map(room -> room.otherThan(callerId)).orElse(receiverId);
        if (other != null && !rooms.areUsers(callerId, other)) {
            throw ApiError.notFound(roomId != null ? "room_id" : "receiver_id", "This account has been deleted.");
        }
        return found.orElseGet(() -> {
            Room room = rooms.insertDirect(low(callerId), high(callerId), callerId, now);
            rooms.insertPair(room.id(), callerId, receiverId);
            return room;
        });
    }

    /** Whether this target is the given room. Does not check that the caller is still a member. */
    public boolean is(RoomDao rooms, long callerId, long wantedId) {
        return roomId != null
                ? roomId == wantedId
                : pair(rooms, callerId).filter(found -> found.id() == wantedId).isPresent();
    }

    private Optional<Room> pair(RoomDao rooms, long callerId) {
        return rooms.findDirect(low(callerId), high(callerId));
    }

    private long low(long callerId) {
        return Math.min(callerId, receiverId);
    }

    private long high(long callerId) {
        return Math.max(callerId, receiverId);
    }
}
