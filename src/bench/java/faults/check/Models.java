package faults.check;

import faults.client.ChatClient;
import faults.client.Message;
import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;

/** Compares the clients' models with what the server shows to a client that loads everything afresh. */
public final class Models {
    /** A group's read marks are sent once a second, so a difference may go away after a few polls. */
    private static final int POLL_NANOS = 100_000_000;

    private static final int POLLS = 50;

    private Models() {}

    /** Checks that no client received a text under two {@code seq}, or an event that contradicts an earlier one. */
    public static void checkTold(List<ChatClient> clients, Findings findings) {
        for (ChatClient client : clients) {
            findings.addAll(Findings.Kind.CONTRADICTED, client.contradictions());
            Map<String, Message> received = new HashMap<>();
            for (Message message : client.messages()) {
                Message other = received.put(message.content(), message);
                if (other != null) {
                    findings.add(
                            Findings.Kind.DOUBLED,
                            client.account().username() + " received " + other + " and " + message);
                }
            }
        }
    }

    /** Checks that old state + events + catch-up = fresh state, for clients that send nothing more. */
    public static void checkFresh(List<ChatClient> clients, Findings findings) throws IOException {
        for (ChatClient client : clients) {
            List<String> differences = client.differencesFromFreshLoad();
            for (int poll = 1; poll < POLLS && !differences.isEmpty(); poll++) {
                LockSupport.parkNanos(POLL_NANOS);
                differences = client.differencesFromFreshLoad();
            }
            findings.addAll(Findings.Kind.DIFFERENT, differences);
        }
    }
}
