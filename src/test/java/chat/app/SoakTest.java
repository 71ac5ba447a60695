package chat.app;

import static org.junit.jupiter.api.Assertions.assertTrue;

import chat.testing.Rounds;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import soak.Options;
import soak.Soak;

/**
 * The short form of src/bench/soak.sh: a hundred users chat while strangers and one account attack the server. The
 * duration of sends is asserted only in the long form.
 */
class SoakTest {
    private static final int SECONDS = Rounds.of(20, 60);

    @TempDir
    Path folder;

    @Test
    void attackersNeitherStopTheServerNorDisconnectUsers() throws IOException {
        List<String> program = List.of("-cp", System.getProperty("java.class.path"), "chat.app.Main");
        Soak.Outcome outcome = Soak.run(folder, program, Options.shortForm(SECONDS));
        assertTrue(outcome.ok(), outcome::report);
    }
}
