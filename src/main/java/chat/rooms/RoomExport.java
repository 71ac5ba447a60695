package chat.rooms;

import chat.feature.Export;
import java.io.IOException;
import java.time.Instant;
import java.util.List;
import org.jdbi.v3.sqlobject.statement.SqlQuery;

/** Exports a user's rooms, each with its members and messages. */
final class RoomExport {
    interface Dao {
        @SqlQuery(
                """
                SELECT rooms.id, kind, coalesce(name, username) AS name, role, read_seq, rooms.created_at
                  FROM memberships JOIN rooms ON rooms.id = room_id
                  LEFT JOIN users ON users.id = CASE :me WHEN low_user_id THEN high_user_id ELSE low_user_id END
                 WHERE user_id = :me AND removed = 0 AND room_id > :after ORDER BY room_id LIMIT :limit""")
        List<ExportedRoom> rooms(long me, long after, int limit);

        @SqlQuery(
                """
                SELECT user_id, username, role FROM memberships JOIN users ON users.id = user_id
                 WHERE room_id = :roomId AND removed = 0 ORDER BY joined_rev, user_id""")
        List<ExportedMember> members(long roomId);
    }

    record ExportedRoom(long id, String kind, String name, String role, long readSeq, Instant createdAt) {}

    record ExportedMember(long userId, String username, String role) {}

    private final Export export;
    private final RoomContent content;

    RoomExport(Export export, RoomContent content) {
        this.export = export;
        this.content = content;
    }

    void write() throws IOException {
        export.list("rooms", this::page, this::write);
    }

    private List<ExportedRoom> page(ExportedRoom last, int limit) throws IOException {
        long after = last == null ? 0 : last.id();
        return export.read(handle -> handle.attach(Dao.class).rooms(export.userId(), after, limit));
    }

    private void write(ExportedRoom room) throws IOException {
        export.object(() -> {
            export.field("room", room);
            export.field(
                    "members", export.read(handle -> handle.attach(Dao.class).members(room.id())));
            content.export(export, room.id());
        });
    }
}
