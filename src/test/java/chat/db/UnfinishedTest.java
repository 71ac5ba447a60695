package chat.db;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class UnfinishedTest {
    @TempDir
    Path folder;

    @Test
    void whatIsBeingWrittenIsNotSwept() throws IOException, SQLException {
        Path target = folder.resolve("copy.db");
        try (Unfinished written = Unfinished.beside(target)) {
            Unfinished.sweep(target);
            Unfinished.sweep(target);
            assertTrue(Files.exists(written.file()));
        }
        try (var files = Files.list(folder)) {
            assertEquals(0, files.count());
        }
    }
}
