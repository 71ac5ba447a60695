package chat.app;

import static org.junit.jupiter.api.Assertions.assertTrue;

import chat.testing.Rounds;
import fuzz.Fuzz;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The short form of src/bench/fuzz.sh: hostile requests and frames to a server in its own process. */
class FuzzTest {
    private static final int EACH = Rounds.of(5_000, 100_000);

    @TempDir
    Path folder;

    @Test
    void hostileInputNeitherBreaksTheServerNorFillsItsMemory() throws IOException {
        List<String> command = List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx256m",
                "-cp",
                System.getProperty("java.class.path"),
                "chat.app.Main");
        Fuzz.Outcome outcome = Fuzz.run(folder, command, 1, EACH, EACH);
        assertTrue(outcome.ok(), outcome::report);
    }
}
