package bench.traffic;

import bench.wire.Clients;
import bench.wire.MessageFrame;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntFunction;

/** The sending users, each with its frame. Used on the sockets' thread only. */
public final class Senders {
    private final Clients clients;
    private final Ledger ledger;
    private final List<MessageFrame> frames = new ArrayList<>();

    /** @param frameOf returns the frame that the user with this id sends */
    public Senders(Clients clients, Ledger ledger, IntFunction<MessageFrame> frameOf) {
        this.clients = clients;
        this.ledger = ledger;
        for (int userId = 1; userId <= clients.count(); userId++) {
            frames.add(frameOf.apply(userId));
        }
    }

    /** The other user of a pair. The pairs are 1 and 2, 3 and 4, and so on. */
    public static int partnerOf(int userId) {
        return userId % 2 == 1 ? userId + 1 : userId - 1;
    }

    int count() {
        return frames.size();
    }

    void send(int userId, long intendedNanos) {
        clients.of(userId).send(frames.get(userId - 1), ledger.sent(userId, intendedNanos));
    }
}
