package chat.db;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import chat.testing.BusyReaders;
import chat.testing.TestDatabase;
import chat.web.ApiError;
import chat.web.Errors;
import java.nio.file.Path;
import org.jdbi.v3.sqlobject.statement.SqlQuery;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DatabaseTest {
    @TempDir
    Path folder;

    record First(long value) {}

    record Number(long value) {}

    interface Numbers {
        @SqlQuery("SELECT 1 AS value")
        First one();

        @SqlQuery("SELECT 7 AS value")
        Number seven();
    }

    @Test
    void withoutAFreeReaderTheAnswerIsBusy() {
        try (Database database = TestDatabase.open(folder);
                BusyReaders busy = new BusyReaders(database)) {
            NoReaderException refusal =
                    assertThrows(NoReaderException.class, () -> database.read(handle -> "one too many"));
            ApiError answer = Errors.of(refusal);
            assertEquals(503, answer.status());
            assertEquals("busy", answer.body().code());
            busy.release();
            assertEquals("a reader is free", database.read(handle -> "a reader is free"));
        }
    }

    @Test
    void recordsAreMappedByComponentName() {
        try (Database database = TestDatabase.open(folder)) {
            database.write(handle -> handle.attach(Numbers.class).one()).join();
            assertEquals(
                    new Number(7),
                    database.write(handle -> handle.attach(Numbers.class).seven())
                            .join());
        }
    }
}
