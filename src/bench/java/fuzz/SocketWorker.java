package fuzz;

import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Sends batches of frames. Each ends with a ping, whose pong confirms it, or with frames that break the socket. */
final class SocketWorker {
    private static final int FRAMES_PER_ACTOR = 2_000;
    private static final int BATCH = 24;
    private static final int CLOSE = 8;
    private static final int PONG = 10;
    private static final Pattern ERROR = Pattern.compile("^\\{\"event\":\"error\",\"data\":\\{\"code\":\"([a-z_]+)\"");
    private static final Pattern EVENT = Pattern.compile("^\\{\"event\":\"([a-z_]+)\"");

    private final Site site;
    private final Tally tally;
    private final Randomness random;
    private final FrameCases cases;
    private Actor actor;
    private RawConnection connection;
    private DataInputStream in;

    SocketWorker(Site site, Tally tally, Randomness random) {
        this.site = site;
        this.tally = tally;
        this.random = random;
        cases = new FrameCases(random, site.otherId());
    }

    void run(long frames) throws IOException {
        long sent = 0;
        long withActor = 0;
        while (sent < frames) {
            if (actor == null || withActor > FRAMES_PER_ACTOR) {
                disconnect();
                actor = site.newActor();
                withActor = 0;
            }
            int count = sendBatch();
            sent += count;
            withActor += count;
        }
        disconnect();
    }

    /** Returns the number of frames sent. */
    private int sendBatch() throws IOException {
        if (connection == null) {
            open();
        }
        boolean breaks = random.oneIn(3);
        ByteArrayOutputStream frames = new ByteArrayOutputStream();
        int count = 0;
        for (int i = 0; i < BATCH; i++) {
            byte[] whole = cases.whole(actor);
            count += FrameCases.count(whole);
            frames.writeBytes(whole);
        }
        String barrier = breaks ? null : "barrier" + random.below(1_000_000);
        frames.writeBytes(breaks ? cases.broken(actor) : FrameCases.barrier(barrier));
        count++;
        byte[] sent = frames.toByteArray();
        try {
            connection.send(sent);
            if (breaks) {
                connection.endOutput();
            }
            read(barrier, sent);
        } catch (SocketTimeoutException e) {
            tally.addFinding("neither a pong nor a close in time", sent);
            disconnect();
        } catch (EOFException e) {
            if (!breaks) {
                tally.count("frames: socket ended without a close");
            }
            disconnect();
        } catch (SocketException e) {
            tally.count("frames: socket reset");
            disconnect();
        }
        tally.count("frames", count);
        return count;
    }

    private void open() throws IOException {
        connection = new RawConnection(site.port());
        connection.send(("GET /ws HTTP/1.1\r\nHost: 127.0.0.1:" + site.port()
                        + "\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Version: 13\r\n"
                        + "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\nCookie: " + actor.cookie() + "\r\n\r\n")
                .getBytes(StandardCharsets.US_ASCII));
        RawConnection.Response response = connection.readResponse(false);
        if (response.status() != 101) {
            throw new IOException("The socket was refused: " + response.status());
        }
        in = new DataInputStream(connection.in());
        tally.count("frames: sockets opened");
    }

    /** Reads until the pong of the barrier or the close. */
    private void read(String barrier, byte[] sent) throws IOException {
        while (true) {
            int opcode = in.readUnsignedByte() & 0x0f;
            long length = in.readUnsignedByte();
            if (length == 126) {
                length = in.readUnsignedShort();
            } else if (length == 127) {
                length = in.readLong();
            }
            byte[] payload = in.readNBytes((int) length);
            if (opcode == CLOSE) {
                closed(payload, barrier != null, sent);
                return;
            }
            String text = new String(payload, StandardCharsets.UTF_8);
            if (opcode == PONG) {
                if (text.equals(barrier)) {
                    return;
                }
            } else {
                received(text, sent);
            }
        }
    }

    private void closed(byte[] payload, boolean wasWellFormed, byte[] sent) throws IOException {
        int code = payload.length < 2 ? 0 : (payload[0] & 0xff) << 8 | payload[1] & 0xff;
        tally.count("frames: closed with " + code);
        if (code == 1011 || (wasWellFormed && code != 1008 && code != 1009)) {
            tally.addFinding("closed with " + code + " " + new String(payload, StandardCharsets.UTF_8), sent);
        }
        if (code == 1008) {
            actor = null;
        }
        disconnect();
    }

    private void received(String text, byte[] sent) {
        Matcher error = ERROR.matcher(text);
        if (error.find()) {
            tally.count("frames: error " + error.group(1));
            if (error.group(1).equals("internal")) {
                tally.addFinding(text, sent);
            }
            return;
        }
        Matcher event = EVENT.matcher(text);
        tally.count("frames: event " + (event.find() ? event.group(1) : text));
    }

    private void disconnect() throws IOException {
        if (connection != null) {
            connection.close();
            connection = null;
        }
    }
}
