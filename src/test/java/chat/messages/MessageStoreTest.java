package chat.messages;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;

import chat.db.Database;
import chat.rooms.Target;
import chat.testing.TestDatabase;
import chat.web.ApiError;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CountDownLatch;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MessageStoreTest {
    @Test
    void aRetryInOneCommitWithNewMessagesIsRecognised(@TempDir Path folder) {
        try (Database database = TestDatabase.open(folder)) {
            database.write(
                            handle -> handle.execute(
                                    """
                            INSERT INTO users (username, username_key, password_hash, created_at, last_seen)
                            VALUES ('alice', 'alice', 'x', 0, 0), ('bob', 'bob', 'x', 0, 0)"""))
                    .join();
            MessageStore store = new MessageStore(new MessageAssembler(), database.dialect(), 1_000);
            Message first = write(database, store, draft("hi", "c-1")).join().message();
            CountDownLatch goOn = new CountDownLatch(1);
            database.write(handle -> {
                await().until(() -> goOn.getCount() == 0);
                return null;
            });
            List<CompletableFuture<Stored>> all = Stream.of(
                            draft("new", "c-2"), draft("hi", "c-1"), draft("other", "c-1"), draft("new too", "c-3"))
                    .map(draft -> write(database, store, draft))
                    .toList();
            goOn.countDown();
            assertEquals(2, all.get(0).join().message().seq());
            assertEquals(first.id(), all.get(1).join().message().id());
            assertFalse(all.get(1).join().isNew());
            Throwable refusal =
                    assertThrows(CompletionException.class, all.get(2)::join).getCause();
            assertEquals(409, ((ApiError) refusal).status());
            assertEquals(3, all.get(3).join().message().seq());
        }
    }

    private static CompletableFuture<Stored> write(Database database, MessageStore store, Draft draft) {
        return database.write(store, draft, stored -> {});
    }

    private static Draft draft(String text, String clientId) {
        return new Draft(1, Target.user(2), text, clientId, Instant.EPOCH);
    }
}
