package faults.check;

import faults.client.ChatClient;
import faults.client.Message;
import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;

/** What clients know, held against what the server shows to who loads everything anew. */
public final class Models {
    /** A group's read marks are told once a second. */
    private static final int TELLING_NANOS = 100_000_000;

    private static final int LOOKS = 50;

    private Models() {}

    /** That no client was told a message under two {@code seq}, or otherwise than before. */
    public static void checkTold(List<ChatClient> clients, Findings findings) {
        for (ChatClient client : clients) {
            findings.addAll(Findings.Kind.CONTRADICTED, client.contradictions());
            Map<String, Message> told = new HashMap<>();
            for (Message message : client.messages()) {
                Message other = told.put(message.content(), message);
                if (other != null) {
                    findings.add(
                            Findings.Kind.DOUBLED,
                            client.account().username() + " was told " + other + " and " + message);
                }
            }
        }
    }

    /** Old state + events + catch-up = fresh state, for clients that send nothing more. */
    public static void checkFresh(List<ChatClient> clients, Findings findings) throws IOException {
        for (ChatClient client : clients) {
            List<String> differences = client.differencesFromFreshLoad();
            for (int look = 1; look < LOOKS && !differences.isEmpty(); look++) {
                LockSupport.parkNanos(TELLING_NANOS);
                differences = client.differencesFromFreshLoad();
            }
            findings.addAll(Findings.Kind.DIFFERENT, differences);
        }
    }
}
