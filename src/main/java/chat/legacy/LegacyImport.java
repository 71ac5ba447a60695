package chat.legacy;

import chat.accounts.LegacyHashes;
import chat.db.Database;
import chat.db.NameKey;
import chat.db.StorageException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletionException;
import org.jdbi.v3.core.Handle;

/** Imports users, messages and read marks from a database of the Python version: either everything or nothing. */
public final class LegacyImport {
    /** The largest id that JavaScript can represent exactly. */
    private static final long MAX_ID = (1L << 53) - 1;

    private final OldDatabase old;
    private final Instant now;
    private final Report report = new Report();
    private Map<Long, String> names = Map.of();

    private LegacyImport(OldDatabase old, Instant now) {
        this.old = old;
        this.now = now;
    }

    /**
     * Imports into a new database, or into one without users and rooms.
     *
     * @throws StorageException with a message for the user, if the import failed. In that case nothing was imported
     */
    public static Report run(Path oldFile, Path file, Clock clock) {
        try (OldDatabase old = OldDatabase.open(oldFile);
                Database database = Database.open(file)) {
            LegacyImport run = new LegacyImport(old, clock.instant());
            return database.write(run::copy).join();
        } catch (CompletionException e) {
            throw e.getCause() instanceof StorageException known
                    ? known
                    : new StorageException("The import failed, and nothing was imported.", e);
        }
    }

    private Report copy(Handle handle) {
        boolean used = handle.createQuery("SELECT EXISTS (SELECT 1 FROM users) OR EXISTS (SELECT 1 FROM rooms)")
                .mapTo(Boolean.class)
                .one();
        if (used) {
            throw new StorageException(
                    "The database is not empty, and an import needs an empty one. Set DATABASE_URL to a new file.",
                    null);
        }
        chooseNames();
        Connection connection = handle.getConnection();
        try (PreparedStatement insert = connection.prepareStatement(
                """
                INSERT INTO users (id, username, username_key, search_key, password_hash, created_at, last_seen)
                VALUES (?, ?, ?, ?, ?, ?, ?)""")) {
            old.forEachUser(user -> copy(user, insert));
        } catch (SQLException e) {
            throw failed(e);
        }
        try (RoomImport rooms = new RoomImport(connection, names, now, report)) {
            old.forEachMessage(message -> copy(message, rooms));
            rooms.finish();
        } catch (SQLException e) {
            throw failed(e);
        }
        return report;
    }

    private static StorageException failed(SQLException failure) {
        return new StorageException("The import failed, and nothing was imported: " + failure.getMessage(), failure);
    }

    private void chooseNames() {
        Map<Long, String> oldNames = new LinkedHashMap<>();
        old.forEachUser(user -> {
            if (isId(user.id())) {
                oldNames.put(user.id(), user.username());
            } else {
                report.leftOut("user", user.id(), "its id is not valid in this version");
            }
        });
        names = new Names().choose(oldNames);
        oldNames.forEach((id, name) -> {
            if (!name.equals(names.get(id))) {
                report.renamed(id, name, names.get(id));
            }
        });
    }

    private static boolean isId(long id) {
        return id > 0 && id <= MAX_ID;
    }

    private void copy(OldDatabase.User user, PreparedStatement insert) throws SQLException {
        String name = names.get(user.id());
        if (name == null) {
            return;
        }
        if (!LegacyHashes.isSupported(user.passwordHash())) {
            report.withoutLogin(user.id(), name);
        }
        Instant created = notInTheFuture(Timestamps.parse(user.createdAt()).orElse(now));
        Instant seen = notInTheFuture(Timestamps.parse(user.lastSeen()).orElse(created));
        insert.setLong(1, user.id());
        insert.setString(2, name);
        insert.setString(3, name.toLowerCase(Locale.ROOT));
        insert.setString(4, NameKey.of(name));
        insert.setString(5, user.passwordHash());
        insert.setLong(6, created.toEpochMilli());
        insert.setLong(7, seen.toEpochMilli());
        insert.executeUpdate();
        report.users++;
    }

    /** A user who was last seen in the future would stay online until then. */
    private Instant notInTheFuture(Instant time) {
        return time.isAfter(now) ? now : time;
    }

    private void copy(OldDatabase.Message message, RoomImport rooms) throws SQLException {
        if (!isId(message.id())) {
            report.leftOut("message", message.id(), "its id is not valid in this version");
        } else if (!isUser(message.senderId())) {
            report.leftOut("message", message.id(), "its sender " + message.senderId() + " is unknown");
        } else if (!isUser(message.receiverId())) {
            report.leftOut("message", message.id(), "its receiver " + message.receiverId() + " is unknown");
        } else {
            rooms.add(message);
        }
    }

    private boolean isUser(Long id) {
        return names.containsKey(Objects.requireNonNullElse(id, 0L));
    }
}
