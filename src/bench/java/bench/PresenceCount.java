package bench;

import bench.measure.Report;
import bench.wire.Connection;
import bench.wire.Listener;
import bench.wire.Scan;
import io.netty.buffer.ByteBuf;

/** Counts the presence events that sockets receive. Used on the sockets' thread only. */
final class PresenceCount implements Listener {
    private static final byte[] PRESENCE = Scan.bytes("\"presence\"");
    private static final byte[] USER = Scan.bytes("\"user_id\"");

    private long frames;
    private long states;
    private long bytes;
    private long refused;

    @Override
    public void other(Connection connection, ByteBuf in, int from, int to) {
        int place = Scan.after(in, from, to, PRESENCE);
        if (place < 0) {
            return;
        }
        frames++;
        bytes += to - from;
        for (int user = Scan.after(in, place, to, USER); user >= 0; user = Scan.after(in, user, to, USER)) {
            states++;
        }
    }

    @Override
    public void refused(Connection connection, String text) {
        refused++;
    }

    void reset() {
        frames = 0;
        states = 0;
        bytes = 0;
    }

    void addTo(Report report) {
        report.number("presence_frames", frames)
                .number("presence_states", states)
                .number("presence_bytes", bytes)
                .number("refused", refused);
    }
}
