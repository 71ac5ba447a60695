package chat.rooms;

import static org.junit.jupiter.api.Assertions.assertEquals;

import chat.db.Database;
import chat.feature.Base;
import chat.messages.Messages;
import chat.realtime.Background;
import chat.realtime.Hub;
import chat.testing.BusyReaders;
import chat.testing.TestDatabase;
import chat.web.Budgets;
import chat.web.RateLimits;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** All readers are busy. A change of membership must not make the writer thread wait for them. */
class GroupEventReadsTest {
    @TempDir
    Path folder;

    @Test
    void theContentOfGroupEventsIsNotReadByTheWriter() throws Exception {
        try (Database database = TestDatabase.open(folder);
                Background background = new Background()) {
            Clock clock = Clock.systemUTC();
            RateLimits limits = new RateLimits(0, clock);
            Base base = new Base(database, new Hub(), background, limits, new Budgets(0), null, clock, clock);
            RoomViews views = new RoomViews();
            views.setContent(new Messages(base, 1_000_000));
            Groups groups = new Groups(base, views, new GroupEvents(base, views, new Receipts(base)), 100);
            TestDatabase.addUsers(database, "alice", "bob", "carol");
            long group =
                    groups.create(1, "group", List.of(2L), null).join().room().id();
            try (BusyReaders busy = new BusyReaders(database)) {
                CompletableFuture<?> added = groups.add(1, group, List.of(3L));
                CompletableFuture<?> removed = groups.remove(1, group, 2);
                database.write(handle -> null).get(10, TimeUnit.SECONDS);
                busy.release();
                added.get(10, TimeUnit.SECONDS);
                removed.get(10, TimeUnit.SECONDS);
            }
            assertEquals(2, groups.details(1, group).members().size());
        }
    }
}
