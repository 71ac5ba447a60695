package chat.db;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import org.flywaydb.core.api.MigrationVersion;
import org.flywaydb.core.api.migration.Context;
import org.flywaydb.core.api.migration.JavaMigration;

/**
 * Version 8 of the schema: the names of users and groups in the form in which they are found, see {@link NameKey}. SQL
 * cannot fold them. A later form of the key needs a migration that computes all keys again.
 */
final class SearchKeys implements JavaMigration {
    @Override
    public MigrationVersion getVersion() {
        return MigrationVersion.fromVersion("8");
    }

    @Override
    public String getDescription() {
        return "search keys";
    }

    @Override
    public Integer getChecksum() {
        return null;
    }

    @Override
    public boolean canExecuteInTransaction() {
        return true;
    }

    @Override
    public void migrate(Context context) throws SQLException {
        Connection connection = context.getConnection();
        try (Statement statement = connection.createStatement()) {
            statement.execute("ALTER TABLE users ADD COLUMN search_key TEXT NOT NULL DEFAULT ''");
            statement.execute("ALTER TABLE rooms ADD COLUMN search_key TEXT"); // of a group
            // Finds users by name in the order of the list, without reading the table.
            statement.execute(
                    "CREATE INDEX users_by_name ON users (username_key, search_key)" + " WHERE deleted_at IS NULL");
        }
        fill(connection, "SELECT id, username FROM users", "UPDATE users SET search_key = ? WHERE id = ?");
        fill(
                connection,
                "SELECT id, name FROM rooms WHERE name IS NOT NULL",
                "UPDATE rooms SET search_key = ? WHERE id = ?");
    }

    private static void fill(Connection connection, String names, String update) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(names);
                PreparedStatement updates = connection.prepareStatement(update)) {
            while (rows.next()) {
                updates.setString(1, NameKey.of(rows.getString(2)));
                updates.setLong(2, rows.getLong(1));
                updates.addBatch();
            }
            updates.executeBatch();
        }
    }
}
