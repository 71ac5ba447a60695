package chat.faults;

import static org.junit.jupiter.api.Assertions.assertTrue;

import chat.app.TestServer;
import faults.check.Findings;
import faults.check.Models;
import faults.check.StoredRooms;
import faults.client.Account;
import faults.client.Api;
import faults.client.Behaviour;
import faults.client.ChatClient;
import java.io.IOException;
import java.net.http.HttpClient;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Model clients of a server under test, directly or through a proxy, and the checks of all of them. */
final class Clients implements AutoCloseable {
    private static final int IDLE_TIMEOUT_MS = 20_000;

    private final TestServer server;
    private final HttpClient http = HttpClient.newHttpClient();
    private final Api direct;
    private final List<ChatClient> all = new ArrayList<>();

    Clients(TestServer server) {
        this.server = server;
        direct = new Api(http, server.port());
    }

    ChatClient add(String name, int port, Behaviour behaviour) throws IOException {
        Account account = direct.register(name);
        ChatClient client = new ChatClient(new Api(http, port), account, behaviour).start();
        all.add(client);
        return client;
    }

    ChatClient add(String name) throws IOException {
        return add(name, server.port(), Behaviour.RIGHT);
    }

    List<ChatClient> all() {
        return all;
    }

    /** Creates a group of all clients. */
    long createGroup() throws IOException {
        List<Long> ids = all.stream().map(client -> client.account().id()).toList();
        return direct.post(all.get(0).account(), "/rooms", Map.of("name", "All", "user_ids", ids))
                .at("/room/id")
                .asLong();
    }

    void awaitIdle() {
        for (ChatClient client : all) {
            assertTrue(
                    client.awaitCalm(IDLE_TIMEOUT_MS),
                    () -> client.account().username() + " waits for " + client.unacknowledged());
        }
    }

    /** Checks that acknowledged messages are stored once and in order, and that all clients equal a fresh load. */
    Findings check() throws IOException {
        awaitIdle();
        Findings findings = new Findings();
        new StoredRooms(server.database()).check(all, findings);
        Models.checkTold(all, findings);
        Models.checkFresh(all, findings);
        return findings;
    }

    @Override
    public void close() {
        all.forEach(ChatClient::close);
    }
}
