package chat.faults;

import static org.junit.jupiter.api.Assertions.assertTrue;

import chat.app.TestServer;
import faults.check.Findings;
import faults.client.Address;
import faults.client.ChatClient;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LongAbsenceTest {
    private static final int MISSED = 10_000;
    private static final int IN_FLIGHT = 1_000;
    private static final int MEANWHILE = 1_000;
    private static final int PAGE = 200;

    @TempDir
    Path folder;

    @Test
    void tenThousandMessagesAreCaughtUpInPagesWhileMoreArrive() throws IOException {
        try (TestServer server = TestServer.start(folder);
                Clients clients = new Clients(server)) {
            ChatClient writer = clients.add("writer");
            ChatClient reader = clients.add("reader");
            clients.awaitIdle();
            reader.goAway();
            Address toReader = Address.user(reader.account().id());
            for (int i = 0; i < MISSED; i += IN_FLIGHT) {
                say(writer, toReader, i, IN_FLIGHT);
                assertTrue(writer.awaitCalm(20_000));
            }
            int pagesBefore = reader.pages();
            reader.comeBack();
            say(writer, toReader, MISSED, MEANWHILE);
            Findings findings = clients.check();
            assertTrue(findings.none(), findings::toString);
            // Events during the catch-up can cause a few more requests.
            int enough = (MISSED + MEANWHILE) / PAGE + 5;
            assertTrue(reader.pages() - pagesBefore <= enough, () -> "It took " + reader.pages() + " pages");
        }
    }

    private static void say(ChatClient writer, Address to, int first, int count) {
        for (int i = first; i < first + count; i++) {
            writer.say(to, "Message " + i);
        }
    }
}
