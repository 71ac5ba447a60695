package chat.db;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DatabaseTest {
    @TempDir
    Path folder;

    record Number(long value) {}

    @Test
    void aRecordThatIsRegisteredAfterTheFirstWriteCanBeReadInAWrite() {
        try (Database database = Database.open(folder.resolve("messaging.db"))) {
            database.write(handle -> handle.execute("UPDATE health SET looks = looks + 1"))
                    .join();
            database.map(Number.class);
            assertEquals(
                    new Number(7),
                    database.write(handle -> handle.createQuery("SELECT 7 AS value")
                                    .mapTo(Number.class)
                                    .one())
                            .join());
        }
    }
}
