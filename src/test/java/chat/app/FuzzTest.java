package chat.app;

import static org.junit.jupiter.api.Assertions.assertTrue;

import fuzz.Fuzz;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The short form of src/bench/fuzz.sh: hostile requests and frames at a server in a process of its own. */
class FuzzTest {
    @TempDir
    Path folder;

    @Test
    void nothingHostileBreaksTheServerOrStaysInIt() throws IOException {
        List<String> command = List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx256m",
                "-cp",
                System.getProperty("java.class.path"),
                "chat.app.Main");
        Fuzz.Outcome outcome = Fuzz.run(folder, command, 1, 20_000, 20_000);
        assertTrue(outcome.ok(), outcome::report);
    }
}
