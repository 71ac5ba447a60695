package soak;

import bench.measure.Report;
import bench.server.Tokens;
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
import java.io.IOException;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.sql.SQLException;

/** The 100 people, who write in pairs over one socket each, and the members of the large group, who only read. */
final class People implements AutoCloseable {
    private static final int MESSAGES_PER_SECOND = 100;
    /** The texts of the people begin with a prefix that no other text has. */
    private static final String STORED =
            "SELECT count(*), count(DISTINCT message_content) FROM messages WHERE message_content LIKE '~%'";

    private final ChatProtocol chat;
    private final Ledger ledger = new Ledger(1, sender -> {});
    private final Clients people;
    private final Clients members;
    private final OpenLoop talk;

    People(TargetInfo target, int memberCount) {
        chat = new ChatProtocol(target.cookieName(), Tokens::derived);
        people = Clients.connect(chat, target.port(), TargetInfo.PEOPLE, ledger, TargetInfo::personAddress);
        members = Clients.connect(
                new MemberProtocol(chat), target.port(), memberCount, new Listener() {}, TargetInfo::memberAddress);
        Senders senders = new Senders(people, ledger, userId -> chat.messageTo(Senders.partnerOf(userId)));
        talk = new OpenLoop(people, senders, MESSAGES_PER_SECOND);
    }

    /** The members are the accounts after the partner of the hostile one. */
    private record MemberProtocol(ChatProtocol chat) implements Protocol {
        @Override
        public String upgrade(int number) {
            return chat.upgrade(TargetInfo.PARTNER + number);
        }

        @Override
        public MessageFrame messageTo(int number) {
            return chat.messageTo(TargetInfo.PARTNER + number);
        }

        @Override
        public void read(Connection connection, ByteBuf bytes, int from, int to) {
            chat.read(connection, bytes, from, to);
        }
    }

    int sockets() {
        return people.count() + members.count();
    }

    void startTalking() {
        people.run(talk::start);
    }

    void openWindow() {
        people.run(() -> ledger.openWindow(System.nanoTime()));
    }

    void closeWindow() {
        people.run(() -> ledger.closeWindow(System.nanoTime()));
    }

    void stopTalking() {
        people.run(talk::stop);
    }

    long missing() {
        return people.call(ledger::missing);
    }

    /** Adds the latency of the messages to the report, and broken promises to the findings. */
    void addTo(Report report, Findings findings) {
        people.run(() -> ledger.addTo(report));
        for (String field : new String[] {"missing", "duplicates", "refused"}) {
            if (report.number(field) > 0) {
                findings.add("messages of people: %.0f %s".formatted(report.number(field), field));
            }
        }
        people.dropped().forEach((why, count) -> findings.add("sockets of people closed " + why + ": " + count));
        members.dropped().forEach((why, count) -> findings.add("sockets of members closed " + why + ": " + count));
    }

    /** Compares the sent messages with the database. Each text is sent once in a run. */
    void compare(Path database, Findings findings) throws IOException {
        long sent = people.call(ledger::sent);
        try (var connection = DriverManager.getConnection("jdbc:sqlite:" + database);
                var query = connection.createStatement();
                var row = query.executeQuery(STORED)) {
            long stored = row.getLong(1);
            long different = row.getLong(2);
            if (stored > different) {
                findings.add("messages of people stored twice: " + (stored - different));
            }
            if (different < sent) {
                findings.add("messages of people not stored: " + (sent - different));
            }
        } catch (SQLException e) {
            throw new IOException(e);
        }
    }

    @Override
    public void close() {
        people.close();
        members.close();
    }
}
