package chat.app;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Files left by a killed backup are deleted later. */
@Tag("sqlite")
class KilledBackupTest {
    @TempDir
    Path folder;

    private Path backups;
    private Program program;

    @BeforeEach
    void aLargeDatabase() throws IOException, SQLException {
        backups = Files.createDirectory(folder.resolve("backups"));
        program = new Program(folder);
        TestServer.start(folder).close();
        try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + folder.resolve("messaging.db"));
                Statement statement = connection.createStatement()) {
            statement.execute(
                    """
                    CREATE TABLE padding AS
                    WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 100)
                    SELECT randomblob(1000000) AS bytes FROM n""");
        }
    }

    private List<String> found() throws IOException {
        try (Stream<Path> files = Files.list(backups)) {
            return List.copyOf(new TreeSet<>(
                    files.map(file -> file.getFileName().toString()).toList()));
        }
    }

    /** Kills a backup. Tries again if it had finished before. */
    private void killOne() throws IOException, InterruptedException {
        while (found().stream().noneMatch(name -> name.endsWith(".chat-part"))) {
            Files.deleteIfExists(backups.resolve("monday.db"));
            Process backup = program.start(Map.of(), "backup", "backups/monday.db");
            while (backup.isAlive() && found().stream().noneMatch(name -> name.endsWith(".chat-part"))) {
                Thread.onSpinWait();
            }
            backup.destroyForcibly().waitFor();
        }
    }

    @Test
    void theNextBackupDeletesLeftoversOfAnyName() throws IOException, InterruptedException {
        killOne();
        Files.writeString(backups.resolve("film.123.part"), "not a file of the chat");
        Files.writeString(backups.resolve("tuesday.db.123.part"), "left by an earlier version");
        Files.writeString(backups.resolve("tuesday.db.123.part-journal"), "left by an earlier version");
        assertEquals(0, program.run(Map.of(), "backup", "backups/tuesday.db").status());
        assertEquals(List.of("film.123.part", "tuesday.db"), found());
    }

    @Test
    void theNextStartDeletesLeftoversBesideTheDatabase() throws IOException, InterruptedException {
        killOne();
        for (String name : found()) {
            Files.move(backups.resolve(name), folder.resolve(name.replace("monday.db", "messaging.db")));
        }
        Files.writeString(folder.resolve("messaging.db.before-v3.99.part"), "left by an earlier version");
        TestServer.start(folder).close();
        try (Stream<Path> files = Files.list(folder)) {
            assertTrue(files.noneMatch(file -> file.getFileName().toString().contains("part")));
        }
    }

    @Test
    void aBackupWithoutDiskSpaceLeavesNothing() throws IOException, InterruptedException {
        List<String> smallFiles = List.of("sh", "-c", "ulimit -f 10000 && exec \"$@\"", "sh");
        Process backup = program.startWithin(smallFiles, Map.of(), "backup", "backups/monday.db");
        program.end(backup).expectOneSentence(1, "cannot be copied");
        assertEquals(List.of(), found());
    }
}
