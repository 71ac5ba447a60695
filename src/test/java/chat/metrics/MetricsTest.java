package chat.metrics;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import chat.app.TestServer;
import chat.testing.Answer;
import chat.testing.Person;
import chat.testing.RunningServer;
import chat.testing.TestSocket;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MetricsTest {
    @RegisterExtension
    final RunningServer server = new RunningServer();

    private Answer ask(String... headers) {
        return server.visitor().fetch("GET", "/metrics", null, headers);
    }

    private String metrics() {
        return ask("Authorization", "Bearer " + TestServer.METRICS_TOKEN)
                .expect(200)
                .body();
    }

    private double value(String series) {
        String all = metrics();
        Matcher line =
                Pattern.compile("(?m)^" + Pattern.quote(series) + " (\\S+)$").matcher(all);
        assertTrue(line.find(), () -> series + " in " + all);
        return Double.parseDouble(line.group(1));
    }

    private static String requests(String method, String route, int status) {
        return "chat_http_requests_seconds_count{method=\"" + method + "\",route=\"" + route + "\",status=\"" + status
                + "\"}";
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "Bearer", "Bearer ", "Bearer a-token-of-the-test", "Basic a-token-of-the-tests"})
    void metricsAreHiddenWithoutTheToken(String authorization) {
        Answer answer = ask("Authorization", authorization);
        answer.expectError(401, "unauthorized");
        assertEquals("Bearer", answer.header("WWW-Authenticate"));
        assertFalse(answer.body().contains("jvm"));
        server.person("alice").get("/metrics").expectError(401, "unauthorized");
    }

    @Test
    void requestsAreCountedByRouteAndStatus() {
        Person alice = server.person("alice");
        Person bob = server.person("bob");
        for (int i = 0; i < 3; i++) {
            alice.get("/messages/" + bob.id());
        }
        alice.get("/messages/999999");
        alice.get("/no/such/page/" + alice.username());
        alice.fetch("BREW", "/tea", null);
        await().until(() -> value(requests("GET", "/messages/{user_id}", 200)) == 3);
        assertEquals(1, value(requests("GET", "/messages/{user_id}", 404)));
        assertEquals(2, value(requests("POST", "/register", 303)));
        assertFalse(metrics().contains(alice.username()), "a path parameter creates no series");
        assertFalse(metrics().contains("BREW"));
        assertEquals(2, value(requests("any", "none", 404)));
        assertFalse(metrics().contains("/no/") || metrics().contains("/tea"), "an unknown path creates no series");
    }

    @Test
    void socketsUsersMessagesAndCommitsAreCounted() {
        Person alice = server.person("alice");
        Person bob = server.person("bob");
        try (TestSocket first = alice.connect();
                TestSocket second = alice.connect();
                TestSocket third = bob.connect()) {
            assertEquals(3, value("chat_sockets_open"));
            assertEquals(2, value("chat_users_connected"));
            assertEquals(2, value("chat_users_online"));
            double commits = value("chat_commit_seconds_count");
            first.say(bob, "hello", "c-1");
            second.say(bob, "hello again", "c-2");
            first.await("message_sent");
            second.await("message_sent");
            third.await("new_message");
            assertEquals(2, value("chat_messages_stored_total"));
            assertTrue(value("chat_commit_seconds_count") > commits);
            assertTrue(value("chat_commit_units_sum") >= value("chat_commit_seconds_count"));
        }
        await().until(() -> value("chat_sockets_open") == 0);
        assertEquals(0, value("chat_write_queue"));
        assertEquals(0, value("chat_password_queue"));
        assertEquals(0, value("chat_commit_failures_total"));
        assertEquals(0, value("chat_sockets_slow_total"));
        assertEquals(0, value("chat_events_dropped_total"));
        assertTrue(metrics().contains("jvm_memory_used_bytes") && metrics().contains("jvm_threads_live_threads"));
    }

    @Test
    void theDiskTheFilesAndTheConnectionsAreMeasured() {
        server.person("alice");
        assertTrue(value("chat_database_bytes") > 0);
        assertTrue(value("chat_database_wal_bytes") > 0, "the registrations are in the log");
        assertTrue(value("process_files_open_files") > 0);
        assertTrue(value("process_files_max_files") >= value("process_files_open_files"));
        String all = metrics();
        assertTrue(all.contains("disk_free_bytes{path=") && all.contains("disk_total_bytes{path="), all);
    }
}
