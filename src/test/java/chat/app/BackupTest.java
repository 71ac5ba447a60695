package chat.app;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import chat.db.Backups;
import chat.db.StorageException;
import chat.testing.Person;
import chat.testing.StoredRows;
import chat.testing.TestSocket;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Backups of a running server, and restoring them. */
@Tag("sqlite")
class BackupTest {
    private static final int SENDERS = 4;

    @TempDir
    Path folder;

    private Path copy;
    private Path elsewhere;
    private TestServer server;
    private Person alice;
    private Person bob;

    @BeforeEach
    void start() throws IOException {
        copy = folder.resolve("copy.db");
        elsewhere = Files.createDirectory(folder.resolve("elsewhere")).resolve("messaging.db");
        server = TestServer.start(folder);
        alice = server.register("alice");
        bob = server.register("bob");
    }

    @AfterEach
    void stop() {
        server.close();
    }

    private static void assertRefused(String about, Runnable command) {
        String sentence = assertThrows(StorageException.class, command::run).getMessage();
        assertTrue(sentence.contains(about), sentence);
        assertEquals(1, sentence.lines().count(), sentence);
    }

    private List<String> files() throws IOException {
        try (var files = Files.list(folder)) {
            return files.map(file -> file.getFileName().toString()).toList();
        }
    }

    @Test
    void aBackupUnderLoadHoldsAllAcknowledgedMessagesAndCanBeRestored() throws InterruptedException {
        Set<String> acknowledged = ConcurrentHashMap.newKeySet();
        AtomicBoolean running = new AtomicBoolean(true);
        List<Thread> senders = new ArrayList<>();
        for (int i = 0; i < SENDERS; i++) {
            Person sender = server.register("sender-" + i);
            senders.add(new Thread(() -> send(sender, acknowledged, running)));
        }
        Set<String> before;
        try {
            senders.forEach(Thread::start);
            await().until(() -> acknowledged.size() > 500);
            before = new TreeSet<>(acknowledged);
            Backups.backup(server.database(), copy, false);
            int then = acknowledged.size();
            await().until(() -> acknowledged.size() > then); // the load continued
        } finally {
            running.set(false);
            for (Thread sender : senders) {
                sender.join();
            }
        }
        server.stop();

        Backups.restore(copy, elsewhere, false);
        try (TestServer restored = TestServer.start(elsewhere.getParent())) {
            assertEquals(List.of("ok"), StoredRows.texts(restored, "PRAGMA integrity_check"));
            assertTrue(StoredRows.texts(restored, "PRAGMA foreign_key_check").isEmpty());
            Set<String> held = new TreeSet<>(StoredRows.texts(restored, "SELECT client_id FROM messages"));
            before.removeAll(held);
            assertEquals(Set.of(), before, "lost");

            Person reader = new Person(restored).login("bob");
            Person sender = new Person(restored).login("sender-0");
            assertEquals(50, reader.messagesWith(sender).size());
            assertEquals(bob.id(), reader.id());
            sender.say(reader, "it goes on");
        } finally {
            server.resume(0);
        }
    }

    @Test
    void eachRestoredDatabaseHasAnotherMark() {
        String mark = server.readers().mark();
        server.restart();
        assertEquals(mark, server.readers().mark());
        Backups.backup(server.database(), copy, false);
        Set<String> marks = new TreeSet<>(Set.of(mark));
        for (int i = 0; i < 2; i++) {
            server.stop();
            Backups.restore(copy, server.database(), true);
            server.resume(0);
            marks.add(server.readers().mark());
        }
        assertEquals(3, marks.size());
    }

    private void send(Person sender, Set<String> acknowledged, AtomicBoolean running) {
        try (TestSocket socket = sender.connect()) {
            for (int i = 0; running.get(); i++) {
                String clientId = sender.username() + "-" + i;
                socket.say(bob, "number " + i + " ".repeat(500) + "!", clientId);
                assertEquals(
                        clientId, socket.await("message_sent").get("client_id").asText());
                acknowledged.add(clientId);
            }
        }
    }

    @Test
    void nothingIsOverwrittenWithoutForce() throws IOException {
        Files.writeString(copy, "a letter");
        assertRefused("--force", () -> Backups.backup(server.database(), copy, false));
        assertEquals("a letter", Files.readString(copy));
        Backups.backup(server.database(), copy, true);
        assertRefused("same file", () -> Backups.backup(server.database(), server.database(), true));
        assertRefused("folder", () -> Backups.backup(server.database(), folder.resolve("no/where.db"), false));
        assertRefused("There is no database", () -> Backups.backup(folder.resolve("none.db"), copy, true));
        assertTrue(files().stream().noneMatch(name -> name.contains("part")), "no unfinished file is left");
    }

    @Test
    void onlyItsOwnerReadsABackup() throws IOException {
        Backups.backup(server.database(), copy, false);
        assertEquals("[OWNER_READ, OWNER_WRITE]", new TreeSet<>(Files.getPosixFilePermissions(copy)).toString());
    }

    @Test
    void aDatabaseInUseIsNotReplaced() {
        Backups.backup(server.database(), copy, false);
        assertRefused("--force", () -> Backups.restore(copy, server.database(), false));
        assertRefused("in use", () -> Backups.restore(copy, server.database(), true));
        server.restart(); // nothing has been written since
        assertRefused("in use", () -> Backups.restore(copy, server.database(), true));
        alice.onAnotherDevice().say(bob, "still there");

        server.stop();
        Backups.restore(copy, server.database(), true);
        server.resume(0);
        assertEquals(0, StoredRows.number(server, "SELECT count(*) FROM messages"), "the state of the copy");
    }

    @Test
    void leftoverLogFilesOfAnotherDatabaseAreNotUsed() throws IOException {
        Backups.backup(server.database(), copy, false);
        alice.say(bob, "after the copy");
        for (String kind : new String[] {"-wal", "-shm"}) {
            Files.copy(Path.of(server.database() + kind), Path.of(elsewhere + kind));
        }
        Backups.restore(copy, elsewhere, false);
        try (TestServer restored = TestServer.start(elsewhere.getParent())) {
            assertEquals(0, StoredRows.number(restored, "SELECT count(*) FROM messages"));
            assertEquals(List.of("ok"), StoredRows.texts(restored, "PRAGMA integrity_check"));
        }
    }

    @Test
    void aDamagedCopyIsNotRestored() throws IOException {
        for (int i = 0; i < 50; i++) {
            alice.say(bob, "x".repeat(4_000));
        }
        Backups.backup(server.database(), copy, false);
        try (RandomAccessFile file = new RandomAccessFile(copy.toFile(), "rw")) {
            byte[] noise = new byte[4_096 * 4];
            java.util.Arrays.fill(noise, (byte) 0xA5);
            file.seek(file.length() / 2 / 4_096 * 4_096);
            file.write(noise);
        }
        assertRefused("damaged", () -> Backups.restore(copy, elsewhere, false));
        Files.writeString(copy, "This is a text file and not a SQLite database. ".repeat(100));
        assertRefused("not a SQLite file", () -> Backups.restore(copy, elsewhere, false));
        assertTrue(Files.notExists(elsewhere));
    }

    @Test
    void aDamagedDatabaseIsReplacedWithForce() throws IOException {
        Backups.backup(server.database(), copy, false);
        Files.writeString(elsewhere, "This was a database. ".repeat(1_000));
        Backups.restore(copy, elsewhere, true);
        try (TestServer restored = TestServer.start(elsewhere.getParent())) {
            assertEquals(2, StoredRows.number(restored, "SELECT count(*) FROM users"));
        }
    }

    @Test
    void theCommandsWorkWhileTheServerRuns() throws IOException, InterruptedException {
        Program program = new Program(folder);
        Map<String, String> here = Map.of("DATABASE_URL", server.database().toString());
        alice.say(bob, "hello");
        Program.Ended ended = program.run(here, "backup", "copy.db");
        assertEquals(0, ended.status(), ended::toString);
        assertEquals(1, ended.out().lines().count(), ended::toString);
        assertEquals("", ended.err());
        program.run(here, "backup", "copy.db").expectOneSentence(1, "--force");
        program.run(here, "restore", "copy.db", "--force").expectOneSentence(1, "in use");
        program.run(here, "backup").expectOneSentence(2, "one file");
        program.run(here, "backup", "a", "b").expectOneSentence(2, "one file");
        program.run(here, "restore", "copy.db", "--please").expectOneSentence(2, "--help");

        assertEquals(
                0,
                program.run(Map.of("DATABASE_URL", elsewhere.toString()), "restore", "copy.db")
                        .status());
        try (TestServer restored = TestServer.start(elsewhere.getParent())) {
            assertEquals(1, StoredRows.number(restored, "SELECT count(*) FROM messages"));
        }
        ended = program.run(Map.of(), "--version");
        assertEquals("chat " + Build.read().version() + "\n", ended.out());
    }

    @Test
    void linksAreFollowed() throws IOException {
        Backups.backup(server.database(), copy, false);
        alice.say(bob, "after the copy");
        Path second = Files.createSymbolicLink(folder.resolve("second.db"), Path.of("elsewhere/messaging.db"));
        Path first = Files.createSymbolicLink(folder.resolve("first.db"), second);
        Path linkedFolder = Files.createSymbolicLink(folder.resolve("linked"), elsewhere.getParent());

        assertEquals(elsewhere, Backups.restore(copy, first, false), "through a dangling link");
        assertEquals(2, usersIn(elsewhere));
        assertRefused("--force", () -> Backups.restore(copy, first, false));
        Backups.backup(server.database(), first, true);
        Backups.restore(copy, linkedFolder.resolve("messaging.db"), true);
        assertTrue(Files.isSymbolicLink(first) && Files.isSymbolicLink(second), "the links are unchanged");
        assertTrue(Files.isRegularFile(elsewhere, LinkOption.NOFOLLOW_LINKS));
        assertRefused("same file", () -> Backups.backup(elsewhere, first, true));

        server.stop();
        try (TestServer linked = TestServer.on(first)) {
            assertEquals(0, StoredRows.number(linked, "SELECT count(*) FROM messages"));
            assertTrue(Files.exists(Path.of(elsewhere + "-wal")) && Files.exists(Path.of(elsewhere + ".lock")));
            assertTrue(
                    files().stream().noneMatch(name -> name.startsWith("first.db-") || name.startsWith("first.db.")));
        } finally {
            server.resume(0);
        }
    }

    @Test
    void linksThatDoNotLeadToAFileAreRefused() throws IOException {
        Path circle = Files.createSymbolicLink(folder.resolve("circle.db"), Path.of("circle.db"));
        assertRefused("circle", () -> Backups.backup(server.database(), circle, true));
        Path toFolder = Files.createSymbolicLink(folder.resolve("to-folder.db"), elsewhere.getParent());
        assertRefused("is a folder", () -> Backups.backup(server.database(), toFolder, true));
        Path toNowhere = Files.createSymbolicLink(folder.resolve("to-nowhere.db"), folder.resolve("no/where.db"));
        assertRefused("There is no folder", () -> Backups.backup(server.database(), toNowhere, true));
    }

    private static long usersIn(Path database) {
        try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + database);
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery("SELECT count(*) FROM users")) {
            return rows.getLong(1);
        } catch (SQLException e) {
            throw new AssertionError(e);
        }
    }
}
