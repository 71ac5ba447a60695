package chat.app;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import chat.testing.NotifySocket;
import faults.client.Api;
import faults.server.ServerProcess;
import java.io.IOException;
import java.net.http.HttpClient;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The notifications that the program sends to systemd. */
@EnabledOnOs(OS.LINUX)
class ServiceManagerTest {
    @TempDir
    Path folder;

    @Test
    void readyIsSentOnceItServesAndStoppingAtTheEnd() throws IOException, InterruptedException {
        assertNotifies(folder.resolve("notify").toString());
    }

    @Test
    void theSocketMayHaveAnAbstractName() throws IOException, InterruptedException {
        assertNotifies("@chat/" + folder.getFileName());
    }

    private void assertNotifies(String address) throws IOException, InterruptedException {
        int port = ServerProcess.freePort();
        Program program = new Program(folder);
        try (NotifySocket systemd = new NotifySocket(address)) {
            Process process =
                    program.start(Map.of("NOTIFY_SOCKET", address, "PORT", String.valueOf(port), "BCRYPT_COST", "4"));
            try {
                assertEquals("READY=1", systemd.receive());
                assertEquals(
                        200, new Api(HttpClient.newHttpClient(), port).status("/healthz"), "the server serves at once");
                process.destroy();
                assertEquals("STOPPING=1", systemd.receive());
            } finally {
                process.destroy();
            }
            program.end(process);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"/nowhere/notify", "relative", "vsock:2:1234"})
    void aMissingSocketDoesNotPreventTheStart(String address) throws IOException, InterruptedException {
        Program program = new Program(folder);
        Process process = program.start(Map.of("NOTIFY_SOCKET", address));
        try {
            await().until(() ->
                    program.read("out").contains("ready") && program.read("err").contains("Could not send READY=1"));
        } finally {
            process.destroy();
        }
        assertTrue(program.end(process).err().lines().noneMatch(line -> line.startsWith("\tat ")));
    }

    @Test
    void aTooLongSocketNameDoesNotPreventTheStart() throws IOException, InterruptedException {
        aMissingSocketDoesNotPreventTheStart("/" + "n".repeat(200));
    }
}
