package chat.rooms;

import chat.web.ApiError;
import chat.web.Input;
import java.time.Instant;
import java.util.Optional;

/** Where something goes, as a client names it: to a user ({@code receiver_id}) or to a room ({@code room_id}). */
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
     * The caller's room; empty for two who have not written to each other yet.
     *
     * @throws ApiError 404 for what is not there or not theirs, 400 for oneself
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
     * The caller's room to write to, made where two write to each other for the first time. In a transaction.
     *
     * @throws ApiError as {@link #find}, and 404 where one of the two has deleted their account
     */
    public Room open(RoomDao rooms, long callerId, Instant now) {
        Optional<Room> found = find(rooms, callerId);
        Long other = found.map(room -> room.otherThan(callerId)).orElse(receiverId);
        if (other != null && !rooms.areUsers(callerId, other)) {
            throw ApiError.notFound(roomId != null ? "room_id" : "receiver_id", "Nobody reads here any more.");
        }
        return found.orElseGet(() -> {
            Room room = rooms.insertDirect(low(callerId), high(callerId), callerId, now);
            rooms.insertPair(room.id(), callerId, receiverId);
            return room;
        });
    }

    /** Whether it names that room, whoever is in it now. */
    public boolean names(RoomDao rooms, long callerId, long room) {
        return roomId != null
                ? roomId == room
                : pair(rooms, callerId).filter(found -> found.id() == room).isPresent();
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
