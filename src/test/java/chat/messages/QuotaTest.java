package chat.messages;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;

import chat.app.TestServer;
import chat.db.Database;
import chat.rooms.Target;
import chat.testing.HeldWriter;
import chat.testing.Person;
import chat.testing.TestDatabase;
import chat.testing.TestSocket;
import chat.web.ApiError;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class QuotaTest {
    /** 16,000 bytes. After 65 of them, 8,576 bytes of a megabyte are left. */
    private static final String LARGE = "😀".repeat(4_000);

    private static final String REST = "x".repeat(2_144);

    @TempDir
    Path folder;

    @Test
    void aUserBeyondTheQuotaCannotSend() {
        try (TestServer server = TestServer.start(folder, Map.of("USER_QUOTA_MB", "1"))) {
            Person alice = server.register("alice");
            Person bob = server.register("bob");
            long group = alice.createGroup("group", bob);
            for (int i = 0; i < 65; i++) {
                if (i % 2 == 0) {
                    alice.send(bob, LARGE, "n-" + i).expect(201);
                } else {
                    alice.sayInRoom(group, LARGE);
                }
            }
            alice.send(bob, LARGE, "over").expectError(413, "quota");
            alice.post("/rooms/" + group + "/messages", Map.of("message_content", LARGE))
                    .expectError(413, "quota");
            alice.send(bob, LARGE, "n-0").expect(200);
            for (int i = 0; i < 4; i++) {
                alice.say(bob, REST);
            }
            try (TestSocket socket = alice.connect()) {
                socket.say(bob, "x", "one-more");
                assertEquals(
                        "one-more", socket.awaitError("quota").get("client_id").asText());
                long room = bob.say(alice, LARGE).get("room_id").asLong();
                long seq = alice.room(room).get("last_seq").asLong();
                socket.send("mark_read", Map.of("room_id", room, "seq", seq)).await("messages_read");
            }
            assertEquals(
                    5,
                    alice.get("/messages/" + bob.id() + "?limit=5")
                            .json()
                            .get("messages")
                            .size());
            server.restart();
            alice.send(bob, "x", "over").expectError(413, "quota");
            alice.send(bob, LARGE, "n-64").expect(200);
        }
    }

    @Test
    void aRolledBackAndRetriedWriteCountsOnce() {
        try (Database database = TestDatabase.open(folder)) {
            TestDatabase.addUsers(database, "alice", "bob");
            MessageStore store = new MessageStore(new MessageAssembler(), database.dialect(), 100);
            database.write(store, of(10), stored -> {}).join();
            HeldWriter held = new HeldWriter(database);
            CompletableFuture<Stored> first = database.write(store, of(30), stored -> {});
            CompletableFuture<?> spoiler = database.write(handle -> {
                handle.execute("UPDATE health SET looks = looks + 1");
                throw new IllegalStateException("This rolls back the whole batch");
            });
            CompletableFuture<Stored> second = database.write(store, of(30), stored -> {});
            held.release();
            first.join();
            assertThrows(CompletionException.class, spoiler::join);
            second.join();
            CompletableFuture<Stored> tooMuch = database.write(store, of(31), stored -> {});
            assertInstanceOf(
                    ApiError.class,
                    assertThrows(CompletionException.class, tooMuch::join).getCause());
            database.write(store, of(30), stored -> {}).join();
        }
    }

    private static Draft of(int bytes) {
        return new Draft(1, Target.user(2), "x".repeat(bytes), null, Instant.EPOCH);
    }
}
