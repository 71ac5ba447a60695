package chat.app;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;

import chat.testing.Answer;
import chat.testing.RunningServer;
import chat.testing.TestDatabase;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class ReadinessTest {
    @RegisterExtension
    final RunningServer server = new RunningServer();

    @Test
    void theServerIsReadyUntilItStops() throws SQLException, InterruptedException {
        server.visitor().get("/readyz").expect(200);
        server.person("alice"); // whose last use is written at shutdown
        Thread stopping = new Thread(() -> server.get().stop());
        try (Connection connection = server.get().connect();
                Statement statement = connection.createStatement()) {
            statement.execute(TestDatabase.HOLD_WRITES); // delays the shutdown
            stopping.start();
            await().until(() -> server.visitor().get("/readyz").status() == 503);
            Answer answer = server.visitor().get("/readyz").expectError(503, "busy");
            assertEquals(
                    "The server is about to stop.",
                    answer.json().at("/error/message").asText());
            statement.execute("ROLLBACK");
        } finally {
            stopping.join();
        }
    }
}
