package soak;

import bench.measure.Report;
import bench.traffic.Ledger;
import bench.traffic.OpenLoop;
import bench.traffic.Senders;
import bench.wire.ChatProtocol;
import bench.wire.Clients;
import bench.wire.Connection;
import bench.wire.Listener;
import bench.wire.MessageFrame;
import bench.wire.Protocol;
import io.netty.buffer.ByteBuf;

/** The 100 people, who write to each other in pairs over a socket each, and the members of the large group, who read. */
final class People implements AutoCloseable {
    private static final int MESSAGES_A_SECOND = 100;

    private final ChatProtocol chat;
    private final Ledger ledger = new Ledger(1, sender -> {});
    private final Clients people;
    private final Clients members;
    private final OpenLoop talk;

    People(Place place, int memberCount) {
        chat = new ChatProtocol(place.cookieName(), bench.server.Tokens::derived);
        people = Clients.connect(chat, place.port(), Place.PEOPLE, ledger, Place::ofPerson);
        members = Clients.connect(new Shifted(chat), place.port(), memberCount, new Listener() {}, Place::ofMember);
        Senders senders = new Senders(people, ledger, userId -> chat.messageTo(Senders.partnerOf(userId)));
        talk = new OpenLoop(people, senders, MESSAGES_A_SECOND);
    }

    /** Members are the accounts that come after the partner of the worst one. */
    private record Shifted(ChatProtocol chat) implements Protocol {
        @Override
        public String upgrade(int number) {
            return chat.upgrade(Place.PARTNER + number);
        }

        @Override
        public MessageFrame messageTo(int number) {
            return chat.messageTo(Place.PARTNER + number);
        }

        @Override
        public void read(Connection connection, ByteBuf bytes, int from, int to) {
            chat.read(connection, bytes, from, to);
        }
    }

    int sockets() {
        return people.count() + members.count();
    }

    void beginToTalk() {
        people.run(talk::start);
    }

    void count() {
        people.run(() -> ledger.openWindow(System.nanoTime()));
    }

    void stopCounting() {
        people.run(() -> ledger.closeWindow(System.nanoTime()));
    }

    void fallSilent() {
        people.run(talk::stop);
    }

    long missing() {
        return people.call(ledger::missing);
    }

    /** What the sends were like, and which promises were broken. */
    void tell(Report report, Findings findings) {
        people.run(() -> ledger.tell(report));
        for (String bad : new String[] {"missing", "duplicates", "refused"}) {
            if (report.number(bad) > 0) {
                findings.add("messages of people: %.0f %s".formatted(report.number(bad), bad));
            }
        }
        people.dropped().forEach((why, count) -> findings.add("sockets of people closed " + why + ": " + count));
        members.dropped().forEach((why, count) -> findings.add("sockets of members closed " + why + ": " + count));
    }

    @Override
    public void close() {
        people.close();
        members.close();
    }
}
