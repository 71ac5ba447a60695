package chat.legacy;

import chat.db.NameKey;
import chat.legacy.OldDatabase.Message;
import chat.web.Text;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Map;

/**
 * Creates rooms from messages that arrive one conversation after another. Most conversations are between two users and
 * become direct rooms. A user's messages to themselves become a group of one, because a direct room has two members.
 */
final class RoomImport implements AutoCloseable {
    private final Map<Long, String> names;
    private final Instant now;
    private final Report report;
    private final PreparedStatement insertRoom;
    private final PreparedStatement insertMessage;
    private final PreparedStatement insertMember;
    private final PreparedStatement updateRoom;
    private CurrentRoom room;

    /** The room that is being filled. */
    private static final class CurrentRoom {
        final long id;
        final long low;
        final long high;
        /** The number of {@code rev}s before the first message: 1 for a group, whose creation takes one. */
        final long revsBefore;

        final Participant lowParticipant;
        final Participant highParticipant;

        Instant lastTime;
        long lastSeq;
        long lastMessageId;

        CurrentRoom(long id, long low, long high, Instant begin) {
            this.id = id;
            this.low = low;
            this.high = high;
            lowParticipant = new Participant(low);
            highParticipant = low == high ? lowParticipant : new Participant(high);
            lastTime = begin;
            revsBefore = low == high ? 1 : 0;
        }

        Participant participant(long userId) {
            return userId == low ? lowParticipant : highParticipant;
        }

        boolean isOf(long one, long other) {
            return low == Math.min(one, other) && high == Math.max(one, other);
        }

        long rev() {
            return revsBefore + lastSeq;
        }
    }

    /** A participant of the room that is being filled. The values cover the messages so far. */
    private static final class Participant {
        final long userId;
        /** The first unread message to them, or 0. */
        long unreadFrom;
        /** The number of their own messages after that one. */
        long ownAhead;

        long sentBytes;

        Participant(long userId) {
            this.userId = userId;
        }

        void sent(String content) {
            sentBytes += Text.utf8Length(content);
            if (unreadFrom > 0) {
                ownAhead++;
            }
        }

        void unread(long seq) {
            if (unreadFrom == 0) {
                unreadFrom = seq;
            }
        }
    }

    RoomImport(Connection connection, Map<Long, String> names, Instant now, Report report) throws SQLException {
        this.names = names;
        this.now = now;
        this.report = report;
        insertRoom = connection.prepareStatement(
                """
                INSERT INTO rooms (kind, name, search_key, low_user_id, high_user_id, creator_id, created_at)
                VALUES (?, ?, ?, ?, ?, ?, ?) RETURNING id""");
        insertMessage = connection.prepareStatement(
                """
                INSERT INTO messages (room_id, seq, id, rev, sender_id, message_content, timestamp)
                VALUES (?, ?, ?, ?, ?, ?, ?)""");
        insertMember = connection.prepareStatement(
                """
                INSERT INTO memberships (
                    room_id, user_id, role, read_seq, joined_rev, rev, own_ahead, sent_bytes, in_group)
                VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)""");
        updateRoom =
                connection.prepareStatement("UPDATE rooms SET last_seq = ?, rev = ?, last_message_id = ? WHERE id = ?");
    }

    void add(Message message) throws SQLException {
        Instant time = Timestamps.parse(message.timestamp()).orElse(null);
        if (room == null || !room.isOf(message.senderId(), message.receiverId())) {
            finish();
            begin(message, time == null ? now : time);
        }
        if (time == null) {
            report.withoutTime++;
        } else {
            room.lastTime = time;
        }
        room.lastSeq++;
        room.lastMessageId = message.id();
        insertMessage(message);
        if (!message.isRead() && room.low != room.high) {
            room.participant(message.receiverId()).unread(room.lastSeq);
            report.unread++;
        }
        report.messages++;
    }

    private void begin(Message first, Instant time) throws SQLException {
        long low = Math.min(first.senderId(), first.receiverId());
        long high = Math.max(first.senderId(), first.receiverId());
        boolean direct = low != high;
        String name = direct ? null : "Notes of " + names.get(low);
        insertRoom.setString(1, direct ? "direct" : "group");
        insertRoom.setString(2, name);
        insertRoom.setString(3, direct ? null : NameKey.of(name));
        insertRoom.setObject(4, direct ? low : null);
        insertRoom.setObject(5, direct ? high : null);
        insertRoom.setLong(6, first.senderId());
        insertRoom.setLong(7, time.toEpochMilli());
        try (ResultSet id = insertRoom.executeQuery()) {
            id.next();
            room = new CurrentRoom(id.getLong(1), low, high, time);
        }
        report.conversations++;
        report.notes += direct ? 0 : 1;
    }

    private void insertMessage(Message message) throws SQLException {
        String content = message.content().replace('\0', '\uFFFD');
        if (!content.equals(message.content())) {
            report.altered++;
        }
        insertMessage.setLong(1, room.id);
        insertMessage.setLong(2, room.lastSeq);
        insertMessage.setLong(3, message.id());
        insertMessage.setLong(4, room.rev());
        insertMessage.setLong(5, message.senderId());
        insertMessage.setString(6, content);
        insertMessage.setLong(7, room.lastTime.toEpochMilli());
        insertMessage.executeUpdate();
        room.participant(message.senderId()).sent(content);
    }

    /** Writes the values that depend on all messages of the room. */
    void finish() throws SQLException {
        if (room == null) {
            return;
        }
        if (room.low == room.high) {
            insertMember(room.lowParticipant, "owner", true);
        } else {
            insertMember(room.lowParticipant, "member", false);
            insertMember(room.highParticipant, "member", false);
        }
        updateRoom.setLong(1, room.lastSeq);
        updateRoom.setLong(2, room.rev());
        updateRoom.setLong(3, room.lastMessageId);
        updateRoom.setLong(4, room.id);
        updateRoom.executeUpdate();
        room = null;
    }

    /** The read mark goes just before the first unread message, because it means that everything up to it was read. */
    private void insertMember(Participant participant, String role, boolean inGroup) throws SQLException {
        insertMember.setLong(1, room.id);
        insertMember.setLong(2, participant.userId);
        insertMember.setString(3, role);
        insertMember.setLong(4, participant.unreadFrom == 0 ? room.lastSeq : participant.unreadFrom - 1);
        insertMember.setLong(5, room.revsBefore);
        insertMember.setLong(6, room.revsBefore);
        insertMember.setLong(7, participant.ownAhead);
        insertMember.setLong(8, participant.sentBytes);
        insertMember.setInt(9, inGroup ? 1 : 0);
        insertMember.executeUpdate();
    }

    @Override
    public void close() throws SQLException {
        insertRoom.close();
        insertMessage.close();
        insertMember.close();
        updateRoom.close();
    }
}
