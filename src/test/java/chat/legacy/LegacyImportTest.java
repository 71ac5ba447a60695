package chat.legacy;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import chat.app.TestServer;
import chat.db.StorageException;
import chat.testing.Person;
import chat.testing.StoredRows;
import chat.testing.TestSocket;
import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Imports a database of the Python version and serves it. Its hashes were made with Python's hashlib. */
@Tag("sqlite")
class LegacyImportTest {
    private static final String PBKDF2 =
            "pbkdf2:sha256:1000$aaaaBBBBccccDDDD$ebe27a03dd110e3677cab09686b5a3dbdc3c8c3475bbc8b3b7ee7b637cd1eda1";
    private static final String SCRYPT =
            "scrypt:32768:8:1$aaaaBBBBccccDDDD$325b2cd0df45dbd56e446e89d663fb55a5cbe332c0941b030f5e283bfeae0e3b"
                    + "ab6e89c9281d11985ee7fb8717c350328ba8885083296504ce9f88b2295b2f0d";
    private static final String LONG_PASSWORD = "long ".repeat(20);
    private static final String LONG =
            "scrypt:1024:8:1$aaaaBBBBccccDDDD$4c8abe344a3b2a0443ea5f6dbc0323b57d9cd6476d16792f188449b6d4d3e371"
                    + "c266dd0d2496872b693aa3e8585c4531498621805b347717f145be0ef9534e8a";

    @TempDir
    Path folder;

    private Path oldFile;
    private Path file;
    private Connection old;
    private TestServer server;

    @BeforeEach
    void makeOld() throws SQLException {
        oldFile = folder.resolve("old.db");
        file = folder.resolve("messaging.db");
        old = DriverManager.getConnection("jdbc:sqlite:" + oldFile);
        sql(
                """
                CREATE TABLE users (
                    id INTEGER PRIMARY KEY AUTOINCREMENT,
                    username TEXT UNIQUE,
                    password_hash TEXT,
                    created_at TIMESTAMP DEFAULT CURRENT_TIMESTAMP,
                    last_seen TIMESTAMP DEFAULT CURRENT_TIMESTAMP)""");
        sql(
                """
                CREATE TABLE messages (
                    id INTEGER PRIMARY KEY AUTOINCREMENT,
                    sender_id INTEGER,
                    receiver_id INTEGER,
                    message_content TEXT,
                    timestamp TIMESTAMP DEFAULT CURRENT_TIMESTAMP,
                    is_read BOOLEAN DEFAULT 0,
                    FOREIGN KEY (sender_id) REFERENCES users (id),
                    FOREIGN KEY (receiver_id) REFERENCES users (id))""");
    }

    @AfterEach
    void close() throws SQLException {
        old.close();
        if (server != null) {
            server.close();
        }
    }

    private void sql(String sql, Object... values) throws SQLException {
        try (PreparedStatement statement = old.prepareStatement(sql)) {
            for (int i = 0; i < values.length; i++) {
                statement.setObject(i + 1, values[i]);
            }
            statement.execute();
        }
    }

    private void user(long id, String name, String hash) throws SQLException {
        sql("INSERT INTO users VALUES (?, ?, ?, '2024-02-29 08:00:00', '2024-03-01 09:30:00')", id, name, hash);
    }

    private void message(long id, Object from, Object to, Object content, Object time, Object isRead)
            throws SQLException {
        sql("INSERT INTO messages VALUES (?, ?, ?, ?, ?, ?)", id, from, to, content, time, isRead);
    }

    private void message(long id, Object from, Object to, Object isRead) throws SQLException {
        message(id, from, to, "number " + id, "2024-03-01 10:00:" + (10 + id % 50), isRead);
    }

    private String runImport() {
        return LegacyImport.run(oldFile, file, Clock.systemUTC()).text();
    }

    private Person served(String name) {
        if (server == null) {
            server = TestServer.start(folder);
        }
        return new Person(server).login(name);
    }

    private String hashOf(String name) {
        return StoredRows.texts(server, "SELECT password_hash FROM users WHERE username = '" + name + "'")
                .get(0);
    }

    @Test
    void usersHistoryAndReadMarksAreImported() throws SQLException {
        user(3, "alice", PBKDF2);
        user(7, "bob", SCRYPT);
        user(9, "carol", PBKDF2);
        message(11, 3, 7, 1);
        message(12, 7, 3, 1);
        message(15, 3, 7, 0);
        message(16, 3, 7, 0);
        message(13, 9, 3, 0);
        String report = runImport();
        assertTrue(report.startsWith("Imported: 3 users, and 5 messages in 2 conversations (3 messages unread)"));

        Person bob = served("bob");
        Person alice = served("alice");
        assertEquals(3, alice.id());
        assertEquals(7, bob.id());
        JsonNode messages = bob.messagesWith(alice);
        assertEquals("[11, 12, 15, 16]", messages.findValues("id").toString());
        assertEquals("[1, 2, 3, 4]", messages.findValues("seq").toString());
        assertEquals("[3, 7, 3, 3]", messages.findValues("sender_id").toString());
        assertEquals(
                "[true, true, false, false]", messages.findValues("is_read").toString());
        assertEquals("number 11", messages.get(0).get("message_content").asText());
        assertEquals(
                "2024-03-01T10:00:21.000Z", messages.get(0).get("timestamp").asText());

        assertEquals(2, bob.listedUser(alice).get("unread_count").asInt());
        assertEquals(0, alice.listedUser(bob).get("unread_count").asInt());
        assertEquals(
                "2024-03-01T09:30:00.000Z",
                alice.get("/users?ids=9").json().at("/users/0/last_seen").asText());
        assertEquals(
                1, alice.get("/users?ids=9").json().at("/users/0/unread_count").asInt());
        assertEquals(List.of("ok"), StoredRows.texts(server, "PRAGMA integrity_check"));

        assertEquals(17, bob.say(alice, "and on").get("id").asInt());
        assertEquals(5, bob.messagesWith(alice).size());
        assertEquals(10, server.register("dave").id(), "an id that was never used");
    }

    @Test
    void aHashIsReplacedAtASuccessfulLogin() throws SQLException {
        user(1, "alice", PBKDF2);
        user(2, "bob", SCRYPT);
        runImport();
        served("alice");
        served("bob");
        for (String name : List.of("alice", "bob")) {
            await().until(() -> hashOf(name).startsWith("$2a$"));
            served(name);
            assertEquals(
                    401,
                    server.visitor()
                            .form("/login", Map.of("username", name, "password", "password124"))
                            .status());
        }
    }

    @Test
    void aPasswordTooLongForBcryptKeepsItsHash() throws SQLException {
        user(1, "alice", LONG);
        runImport();
        server = TestServer.start(folder);
        for (int i = 0; i < 2; i++) {
            assertEquals(303, login("alice", LONG_PASSWORD));
        }
        assertEquals(401, login("alice", LONG_PASSWORD.substring(0, 72)));
        assertEquals(401, login("alice", LONG_PASSWORD + "x"));
        assertEquals(LONG, hashOf("alice"));
    }

    private int login(String name, String password) {
        return server.visitor()
                .form("/login", Map.of("username", name, "password", password))
                .status();
    }

    @Test
    void usersWithAnUnknownHashCannotLogInAndAreReported() throws SQLException {
        user(1, "alice", "plain$$password123");
        user(2, "bob", null);
        user(3, "carol", "md5$x$00");
        String report = runImport();
        server = TestServer.start(folder);
        for (String name : List.of("alice", "bob", "carol")) {
            assertEquals(401, login(name, "password123"));
            assertTrue(report.contains(": " + name), report);
        }
    }

    @Test
    void invalidNamesAreChangedAndReported() throws SQLException {
        user(1, "Alice Müller", PBKDF2);
        user(2, "al", PBKDF2);
        user(3, "bob", PBKDF2);
        user(4, "BOB", PBKDF2);
        user(5, "Bob ", PBKDF2);
        user(6, "x".repeat(40), PBKDF2);
        user(7, "\u2603\u202E\n", PBKDF2);
        user(8, null, PBKDF2);
        user(9, "x".repeat(41), PBKDF2);
        user(10, "Alice_Muller", PBKDF2);
        String report = runImport();
        server = TestServer.start(folder);
        assertEquals(
                List.of(
                        "Alice_Muller-1",
                        "al-2",
                        "bob",
                        "BOB-4",
                        "Bob-5",
                        "x".repeat(30) + "-6",
                        "user-7",
                        "user-8",
                        "x".repeat(30) + "-9",
                        "Alice_Muller"),
                StoredRows.texts(server, "SELECT username FROM users ORDER BY id"));
        assertTrue(report.contains("user 1: \"Alice Müller\" is now Alice_Muller-1"), report);
        assertTrue(report.contains("user 7: \"\u2603\\u202e\\u000a\" is now user-7"), report);
        assertFalse(report.contains("user 3:"), report);
        assertEquals(8, report.lines().filter(line -> line.contains(" is now ")).count());
        assertEquals(4, served("bob-4").id());
    }

    @Test
    void messagesThatWouldBeRefusedAreKept() throws SQLException {
        user(1, "alice", PBKDF2);
        user(2, "bob", PBKDF2);
        String longOne = "é".repeat(10_000);
        message(1, 1, 2, longOne, "2024-03-01 10:00:00", 1);
        message(2, 1, 2, "  \n ", "2024-03-01 10:00:01", 1);
        message(3, 1, 2, "", "2024-03-01 10:00:02", 1);
        message(4, 1, 2, null, "2024-03-01 10:00:03", 1);
        message(5, 1, 2, "a\0b \uD83D\uDE00", "2024-03-01 10:00:04", 1);
        message(6, 1, 2, "<b>bold</b>", "2024-03-01 10:00:05", 1);
        message(7, 1, 2, 42, "2024-03-01 10:00:06", 1);
        String report = runImport();
        JsonNode messages = served("bob").messagesWith(served("alice"));
        List<String> contents = messages.findValuesAsText("message_content");
        assertEquals(List.of(longOne, "  \n ", "", "", "a\uFFFDb \uD83D\uDE00", "<b>bold</b>", "42"), contents);
        assertTrue(report.contains("NUL character, which became U+FFFD: 1"), report);
    }

    @Test
    void messagesToOneselfBecomeAGroupOfOne() throws SQLException {
        user(1, "alice", PBKDF2);
        user(2, "bob", PBKDF2);
        message(5, 1, 1, 0);
        message(6, 1, 2, 1);
        message(7, 1, 1, 0);
        String report = runImport();
        assertTrue(report.contains("group of one: 1"), report);
        Person alice = served("alice");
        JsonNode room = alice.get("/rooms").expect(200).json().at("/rooms/0");
        assertEquals("Notes of alice", room.get("name").asText());
        assertEquals("group", room.get("kind").asText());
        assertEquals(0, room.get("unread_count").asInt());
        long roomId = room.get("id").asLong();
        assertEquals(room, alice.get("/rooms?q=alice+NOTES").expect(200).json().at("/rooms/0"));
        assertEquals(
                2,
                alice.get("/users?q=bob").expect(200).json().at("/users/0/id").asInt());
        assertEquals("[5, 7]", alice.messagesIn(roomId).findValues("id").toString());
        assertEquals(8, alice.sayInRoom(roomId, "one more").get("id").asInt());
        assertEquals(404, served("bob").get("/rooms/" + roomId).status());
        assertEquals(
                "[5, 7, 8]",
                alice.get("/rooms/" + roomId + "/changes?after=0")
                        .json()
                        .get("messages")
                        .findValues("id")
                        .toString());
    }

    @Test
    void unreadMessagesStayUnread() throws SQLException {
        user(1, "alice", PBKDF2);
        user(2, "bob", PBKDF2);
        message(1, 1, 2, 1);
        message(2, 1, 2, null); // unknown, so unread
        message(3, 1, 2, 1); // read, but after an unread message
        message(4, 2, 1, 1);
        runImport();
        Person bob = served("bob");
        Person alice = served("alice");
        assertEquals(
                "[true, false, false, true]",
                bob.messagesWith(alice).findValues("is_read").toString());
        assertEquals(2, bob.listedUser(alice).get("unread_count").asInt(), "only messages of alice are unread");
        assertEquals(0, alice.listedUser(bob).get("unread_count").asInt());
    }

    @Test
    void ownMessagesAreNeverUnread() throws SQLException {
        long seed = Long.getLong("seed", 1);
        Random random = new Random(seed);
        user(1, "alice", PBKDF2);
        user(2, "bob", PBKDF2);
        for (int id = 1; id <= 60; id++) {
            boolean byAlice = random.nextBoolean();
            message(id, byAlice ? 1 : 2, byAlice ? 2 : 1, random.nextInt(4) == 0 ? 0 : 1);
        }
        runImport();
        Person alice = served("alice");
        Person bob = served("bob");
        long room = alice.listedUser(bob).get("room_id").asLong();
        try (TestSocket toAlice = alice.connect();
                TestSocket toBob = bob.connect()) {
            for (int step = 0; step < 40; step++) {
                assertUnreadIsOfTheOther(alice, bob, room, seed);
                assertUnreadIsOfTheOther(bob, alice, room, seed);
                boolean byAlice = random.nextBoolean();
                Person who = byAlice ? alice : bob;
                if (random.nextInt(6) == 0) {
                    who.say(byAlice ? bob : alice, "step " + step);
                } else {
                    JsonNode before = who.room(room);
                    long seq = random.nextLong(before.get("last_seq").asLong()) + 1;
                    long mark = Math.max(seq, before.get("read_seq").asLong());
                    (byAlice ? toAlice : toBob).send("mark_read", Map.of("room_id", room, "seq", seq));
                    await().until(() -> who.room(room).get("read_seq").asLong() == mark);
                }
            }
        }
    }

    private void assertUnreadIsOfTheOther(Person me, Person other, long room, long seed) {
        long unread = StoredRows.number(
                server,
                "SELECT count(*) FROM messages JOIN memberships USING (room_id) WHERE user_id = " + me.id()
                        + " AND seq > read_seq AND sender_id <> user_id");
        String with = "-Dseed=" + seed;
        assertEquals(unread, me.room(room).get("unread_count").asLong(), with);
        assertEquals(unread, me.listedUser(other).get("unread_count").asLong(), with);
        assertEquals(unread, me.get("/rooms").json().at("/rooms/0/unread_count").asLong(), with);
    }

    @Test
    void importedMessagesCountTowardsTheQuota() throws SQLException {
        user(1, "alice", PBKDF2);
        user(2, "bob", PBKDF2);
        for (int id = 1; id <= 50; id++) {
            message(id, 1, 2, "😀".repeat(5_242), "2024-03-01 10:00:00", 1); // 20,968 bytes, 1,048,400 in all
        }
        runImport();
        server = TestServer.start(folder, Map.of("USER_QUOTA_MB", "1"));
        Person alice = served("alice");
        Person bob = served("bob");
        alice.say(bob, "x".repeat(176));
        alice.send(bob, "x", "over").expectError(413, "quota");
        bob.say(alice, "my quota is separate");
    }

    @Test
    void messagesOfUnknownUsersAreSkippedAndReported() throws SQLException {
        user(1, "alice", PBKDF2);
        user(2, "bob", PBKDF2);
        user(-3, "carol", PBKDF2);
        message(1, 1, 99, 0);
        message(2, 98, 1, 0);
        message(3, null, 1, 0);
        message(4, 1, null, 0);
        message(5, 1, 2, 0);
        message(-6, 1, 2, 0);
        message(7, -3, 1, 0);
        String report = runImport();
        assertTrue(report.startsWith("Imported: 2 users, and 1 messages in 1 conversations"), report);
        for (String line : List.of(
                "Left out: 7",
                "message 1: its receiver 99 is unknown",
                "message 2: its sender 98 is unknown",
                "message 3: its sender null",
                "message 4: its receiver null",
                "message -6:",
                "message 7: its sender -3",
                "user -3:")) {
            assertTrue(report.contains(line), line + " in " + report);
        }
    }

    @Test
    void anyTimeIsParsedOrReplaced() throws SQLException {
        user(1, "alice", PBKDF2);
        user(2, "bob", PBKDF2);
        sql("UPDATE users SET last_seen = '2999-01-01 00:00:00', created_at = NULL WHERE id = 1");
        sql("UPDATE users SET last_seen = 'yesterday' WHERE id = 2");
        message(1, 1, 2, "a", "2024-03-01 10:00:00", 1);
        message(2, 1, 2, "b", "2024-03-01T10:00:01.123456", 1);
        message(3, 1, 2, "c", "2024-03-01 12:00:02+02:00", 1);
        message(4, 1, 2, "d", "soon", 1);
        message(5, 1, 2, "e", null, 1);
        message(6, 1, 2, "f", "2024-02-01 10:00", 1);
        String report = runImport();
        List<String> times = served("bob").messagesWith(served("alice")).findValuesAsText("timestamp");
        assertEquals(
                List.of(
                        "2024-03-01T10:00:00.000Z",
                        "2024-03-01T10:00:01.123Z",
                        "2024-03-01T10:00:02.000Z",
                        "2024-03-01T10:00:02.000Z",
                        "2024-03-01T10:00:02.000Z",
                        "2024-02-01T10:00:00.000Z"),
                times);
        assertTrue(report.contains("got the time of the message before: 2"), report);
        assertEquals(
                0, StoredRows.number(server, "SELECT count(*) FROM users WHERE last_seen > unixepoch() * 1000 + 9999"));
    }

    private String refusal() {
        String sentence = assertThrows(StorageException.class, this::runImport).getMessage();
        assertEquals(1, sentence.lines().count(), sentence);
        return sentence;
    }

    @Test
    void onlyAnEmptyDatabaseCanBeImportedInto() throws SQLException {
        user(1, "alice", PBKDF2);
        runImport();
        assertTrue(refusal().contains("needs an empty one"));
        server = TestServer.start(folder);
        assertEquals(1, StoredRows.number(server, "SELECT count(*) FROM users"));
    }

    @Test
    void theOldDatabaseIsNotChanged() throws SQLException, IOException {
        user(1, "alice", PBKDF2);
        old.close();
        byte[] before = Files.readAllBytes(oldFile);
        runImport();
        assertArrayEquals(before, Files.readAllBytes(oldFile));
        try (var files = Files.list(folder)) {
            assertTrue(files.noneMatch(found -> found.toString().matches(".*old\\.db-.*")));
        }
    }

    @Test
    void aFailedImportImportsNothing() throws SQLException {
        user(1, "alice", PBKDF2);
        user(2, "bob", PBKDF2);
        message(1, 1, 2, 1);
        sql("ALTER TABLE messages RENAME TO all_messages");
        sql("CREATE VIEW messages AS SELECT * FROM all_messages UNION ALL SELECT * FROM all_messages");
        assertTrue(refusal().contains("nothing was imported"));
        server = TestServer.start(folder);
        assertEquals(0, StoredRows.number(server, "SELECT count(*) FROM users"));
    }

    @Test
    void otherDatabasesAreRefused() throws SQLException, IOException {
        try (Statement statement = old.createStatement()) {
            statement.execute("DROP TABLE messages");
        }
        assertTrue(refusal().contains("no such table: messages"));
        old.close();
        Files.writeString(oldFile, "This is a text file and not a SQLite database. ".repeat(100));
        assertTrue(refusal().contains("old.db cannot be read"));
        Files.delete(oldFile);
        assertTrue(refusal().contains("There is no database"));
        assertTrue(Files.notExists(file), "no file was created");
    }

    @Test
    void theOldDatabaseCannotBeTheTarget() throws SQLException {
        file = oldFile;
        user(1, "alice", PBKDF2);
        assertTrue(refusal().contains("give it another name"));
    }
}
