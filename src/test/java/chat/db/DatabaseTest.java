package chat.db;

import static org.junit.jupiter.api.Assertions.assertEquals;

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
    void aRecordThatIsRegisteredAfterTheFirstWriteCanBeReadInAWrite() {
        try (Database database = Database.open(folder.resolve("messaging.db"))) {
            database.map(First.class)
                    .write(handle -> handle.attach(Numbers.class).one())
                    .join();
            database.map(Number.class);
            assertEquals(
                    new Number(7),
                    database.write(handle -> handle.attach(Numbers.class).seven())
                            .join());
        }
    }
}
