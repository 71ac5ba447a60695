package chat.messages;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;

import chat.db.Database;
import chat.rooms.Target;
import chat.testing.HeldWriter;
import chat.testing.TestDatabase;
import chat.web.ApiError;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MessageStoreTest {
    @Test
    void aRetryInOneCommitWithNewMessagesIsRecognised(@TempDir Path folder) {
        try (Database database = TestDatabase.open(folder)) {
            TestDatabase.addUsers(database, "alice", "bob");
            MessageStore store = new MessageStore(new MessageAssembler(), database.dialect(), 1_000);
            Message first = write(database, store, draft("hi", "c-1")).join().message();
            HeldWriter held = new HeldWriter(database);
            List<CompletableFuture<Stored>> all = Stream.of(
                            draft("new", "c-2"), draft("hi", "c-1"), draft("other", "c-1"), draft("new too", "c-3"))
                    .map(draft -> write(database, store, draft))
                    .toList();
            held.release();
            assertEquals(2, all.get(0).join().message().seq());
            assertEquals(first.id(), all.get(1).join().message().id());
            assertFalse(all.get(1).join().isNew());
            assertEquals(409, refusal(all.get(2)).status());
            assertEquals(3, all.get(3).join().message().seq());
        }
    }

    /** A commit of several messages must look for retries before it checks anything, as a commit of one does. */
    @Test
    void aRetryAmongOtherMessagesIsRecognisedBeforeOtherChecks(@TempDir Path folder) {
        try (Database database = TestDatabase.open(folder)) {
            TestDatabase.addUsers(database, "alice", "bob");
            MessageStore store = new MessageStore(new MessageAssembler(), database.dialect(), 10);
            Message first =
                    write(database, store, draft("0123456789", "c-1")).join().message();
            database.write(handle -> handle.execute("UPDATE rooms SET closed = 1"))
                    .join();
            database.write(handle -> handle.execute("UPDATE users SET deleted_at = 1 WHERE id = 2"))
                    .join();
            HeldWriter held = new HeldWriter(database);
            CompletableFuture<Stored> overQuota = write(database, store, draft("0", "c-2"));
            CompletableFuture<Stored> retry = write(database, store, draft("0123456789", "c-1"));
            CompletableFuture<Stored> blank = write(database, store, draft(" ", "c-1"));
            held.release();
            assertEquals(413, refusal(overQuota).status());
            assertEquals(first.id(), retry.join().message().id());
            assertEquals(409, refusal(blank).status());
        }
    }

    private static ApiError refusal(CompletableFuture<Stored> future) {
        return (ApiError) assertThrows(CompletionException.class, future::join).getCause();
    }

    private static CompletableFuture<Stored> write(Database database, MessageStore store, Draft draft) {
        return database.write(store, draft, stored -> {});
    }

    private static Draft draft(String text, String clientId) {
        return new Draft(1, Target.user(2), text, clientId, Instant.EPOCH);
    }
}
