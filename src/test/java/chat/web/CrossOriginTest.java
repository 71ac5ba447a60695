package chat.web;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import chat.app.TestServer;
import chat.testing.Answer;
import chat.testing.Person;
import chat.testing.RawHttp;
import chat.testing.RunningServer;
import chat.testing.TestSocket;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** Which requests count as coming from this site. {@code RouteMatrixTest} checks that other sites change nothing. */
class CrossOriginTest {
    @RegisterExtension
    static final RunningServer running = new RunningServer();

    @TempDir
    Path folder;

    private Person alice;
    private Person bob;

    @BeforeEach
    void register() {
        alice = running.person("alice");
        bob = running.person("bob");
    }

    private String ownOrigin() {
        return "127.0.0.1:" + running.get().port();
    }

    private Answer send(String... headers) {
        String body = Json.write(Map.of("receiver_id", bob.id(), "message_content", "hi"));
        String[] all = new String[headers.length + 2];
        all[0] = "Content-Type";
        all[1] = "application/json";
        System.arraycopy(headers, 0, all, 2, headers.length);
        return alice.fetch("POST", "/send_message", body, all);
    }

    @Test
    void ourPagesAndProgramsMaySend() {
        send().expect(201);
        send("Origin", "http://" + ownOrigin()).expect(201);
        send("Origin", "https://" + ownOrigin()).expect(201);
        send("Sec-Fetch-Site", "same-origin").expect(201);
        send("Sec-Fetch-Site", "none").expect(201);
    }

    @Test
    void aLinkFromAnotherSiteMayBeFollowed() {
        alice.fetch("GET", "/chat", null, "Sec-Fetch-Site", "cross-site").expect(200);
        alice.fetch("GET", "/login", null, "Sec-Fetch-Site", "cross-site").expect(303);
    }

    @Test
    void onlyTheOriginOfASocketCounts() {
        assertEquals(403, alice.refusedUpgrade("Origin", "null", "Sec-Fetch-Site", "same-origin"));
        try (TestSocket socket =
                alice.connectWithoutWaiting("Origin", "http://" + ownOrigin(), "Sec-Fetch-Site", "cross-site")) {
            socket.await("connect");
        }
        try (TestSocket socket = alice.connectWithoutWaiting("Origin", "https://" + ownOrigin())) {
            socket.await("connect");
        }
    }

    @Test
    void aSocketWithoutASessionIsRefused() {
        assertEquals(401, running.visitor().refusedUpgrade());
        assertEquals(401, running.visitor().refusedUpgrade("Cookie", "session=made-up"));
        Person gone = running.person("gone");
        gone.get("/logout").expect(303);
        assertEquals(401, gone.refusedUpgrade());
    }

    @Test
    void aConfiguredPublicAddressIsTheOnlyOrigin() {
        try (TestServer server = TestServer.start(folder, Map.of("PUBLIC_URL", "http://chat.example.org:8080"))) {
            Person carol = server.register("carol");
            for (String origin : List.of("http://chat.example.org:8080", "https://CHAT.example.org:8080")) {
                carol.fetch("POST", "/rooms", "{}", "Origin", origin, "Content-Type", "application/json")
                        .expect(400);
            }
            for (String origin : List.of(server.url(), "http://chat.example.org", "http://example.org:8080")) {
                carol.fetch("POST", "/rooms", "{}", "Origin", origin).expect(403);
                assertEquals(403, carol.refusedUpgrade("Origin", origin));
            }
        }
    }

    @Test
    void aRequestToAnotherAddressIsAnsweredWithTheRightOne() {
        try (TestServer server = TestServer.start(folder, Map.of("PUBLIC_URL", "https://chat.example.org"))) {
            for (String host : List.of("chat.example.org", "192.168.1.5:5000")) {
                for (String path : List.of("/login", "/register")) {
                    RawHttp answer = post(server, path, host, "http://" + host);
                    assertTrue(answer.body().contains("This chat is at https://chat.example.org."), answer::body);
                }
            }
            assertTrue(post(server, "/login", "chat.example.org", "http://evil.example")
                    .body()
                    .contains("another site"));
            assertEquals(
                    303,
                    post(server, "/logout", "chat.example.org", "https://chat.example.org")
                            .status());
        }
    }

    private static RawHttp post(TestServer server, String path, String host, String origin) {
        return RawHttp.send(
                server.port(),
                "POST " + path + " HTTP/1.1\r\nHost: " + host + "\r\nOrigin: " + origin
                        + "\r\nConnection: close\r\nContent-Length: 0\r\n\r\n");
    }

    @Test
    void theDefaultPortMayBeOmitted() {
        try (TestServer server = TestServer.start(folder, Map.of("PUBLIC_URL", "http://chat.example.org"))) {
            server.visitor()
                    .fetch("POST", "/logout", null, "Origin", "http://chat.example.org:80")
                    .expect(303);
            server.visitor()
                    .fetch("POST", "/logout", null, "Origin", "http://chat.example.org")
                    .expect(303);
            server.visitor()
                    .fetch("POST", "/logout", null, "Origin", "http://chat.example.org:81")
                    .expect(403);
        }
    }
}
