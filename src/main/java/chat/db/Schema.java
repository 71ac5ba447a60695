package chat.db;

import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.HashSet;
import java.util.Set;
import java.util.stream.Stream;
import javax.sql.DataSource;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.FlywayException;
import org.flywaydb.core.api.MigrationInfo;
import org.flywaydb.core.api.MigrationInfoService;
import org.flywaydb.core.api.MigrationState;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Recognises whose database a file is, and migrates it to this version's schema. */
final class Schema {
    static final String MIGRATIONS = "classpath:db/migration";

    private static final Logger LOG = LoggerFactory.getLogger(Schema.class);
    private static final String HISTORY = "flyway_schema_history";

    private final Path file;
    private final Flyway flyway;
    /**
     * Opening a file for writing would put it into WAL mode, and backups are not in WAL mode. A file that may be
     * refused is therefore only read.
     */
    private final Flyway reader;

    Schema(Path file, DataSource source, String... migrations) {
        this.file = file;
        flyway = flyway(source, migrations);
        reader = flyway(Backups.dataSource(file, false), migrations);
    }

    private static Flyway flyway(DataSource source, String... migrations) {
        return Flyway.configure()
                .dataSource(source)
                .locations(migrations)
                .javaMigrations(new SearchKeys())
                .group(true) // one transaction, so a failed migration changes nothing
                .loggers("slf4j")
                .load();
    }

    boolean isUpToDate() {
        requireKnown(true);
        try {
            return flyway.info().pending().length == 0;
        } catch (FlywayException e) {
            throw unusable(e);
        }
    }

    /** Keeps a copy before it migrates an existing database. */
    void bringUpToDate() {
        requireKnown(true);
        try {
            MigrationInfoService info = flyway.info();
            if (info.current() != null && info.pending().length > 0) {
                keepCopy(info);
            }
            flyway.migrate();
        } catch (FlywayException e) {
            throw unusable(e);
        }
    }

    private void keepCopy(MigrationInfoService info) {
        MigrationInfo newest = info.pending()[info.pending().length - 1];
        Path copy = file.resolveSibling(file.getFileName() + ".before-v" + newest.getVersion());
        Backups.copy(file, copy);
        LOG.info(
                "Changing the schema of {} from {} to {}; {} is as it was before",
                file,
                info.current().getVersion(),
                newest.getVersion(),
                copy);
    }

    /**
     * Refuses another program's file, and one that a newer version has migrated.
     *
     * @param orEmpty whether a file with nothing in it is accepted
     */
    void requireKnown(boolean orEmpty) {
        try {
            Set<String> tables = tables();
            if (tables.contains(HISTORY)) {
                requireNotNewer();
            } else if (tables.contains("messages.receiver_id") && tables.contains("users.password_hash")) {
                throw new StorageException(
                        "The database " + file
                                + " was made by the Python version: give it another name, such as old.db,"
                                + " and bring it over with java -jar chat.jar import old.db",
                        null);
            } else if (!tables.isEmpty() || !orEmpty) {
                throw new StorageException("The database " + file + " is not one of this chat.", null);
            }
        } catch (SQLException | FlywayException e) {
            throw unusable(e);
        }
    }

    /** The tables and their columns: "users", "users.id" … Does not change another program's file. */
    private Set<String> tables() throws SQLException {
        Set<String> names = new HashSet<>();
        if (!Files.exists(file)) {
            return names;
        }
        try (Connection connection = Backups.dataSource(file, false).getConnection();
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(
                        """
                        SELECT tables.name, columns.name
                          FROM sqlite_schema AS tables, pragma_table_info(tables.name) AS columns
                         WHERE tables.type = 'table'""")) {
            while (rows.next()) {
                names.add(rows.getString(1));
                names.add(rows.getString(1) + "." + rows.getString(2));
            }
        }
        return names;
    }

    private void requireNotNewer() {
        MigrationInfoService info = reader.info();
        boolean newer = Stream.of(info.all())
                .map(MigrationInfo::getState)
                .anyMatch(state -> state == MigrationState.FUTURE_SUCCESS || state == MigrationState.FUTURE_FAILED);
        if (newer) {
            throw new StorageException(
                    "The database " + file + " was changed by a newer version of this program (its schema is "
                            + info.current().getVersion() + "): start that version, or restore a copy from before.",
                    null);
        }
    }

    private StorageException unusable(Exception failure) {
        return new StorageException("The database " + file + " cannot be used: " + reason(failure), failure);
    }

    /** The first line of the innermost cause. */
    static String reason(Throwable failure) {
        Throwable cause = failure;
        while (cause.getCause() != null) {
            cause = cause.getCause();
        }
        String message = String.valueOf(cause.getMessage());
        if (message.contains("SQLITE_NOTADB")) {
            return "it is not a SQLite file.";
        }
        return message.lines().findFirst().orElse("unknown reason");
    }
}
