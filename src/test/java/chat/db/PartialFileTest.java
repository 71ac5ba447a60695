package chat.db;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PartialFileTest {
    @TempDir
    Path folder;

    @Test
    void aFileBeingWrittenIsNotDeleted() throws IOException, SQLException {
        Path target = folder.resolve("copy.db");
        try (PartialFile written = PartialFile.beside(target)) {
            PartialFile.sweep(target);
            PartialFile.sweep(target);
            assertTrue(Files.exists(written.file()));
        }
        try (var files = Files.list(folder)) {
            assertEquals(0, files.count());
        }
    }
}
