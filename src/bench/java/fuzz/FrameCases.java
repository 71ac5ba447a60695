package fuzz;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;

/** Frames generated from the contract, in which the event or the frame itself is then mutated. */
final class FrameCases {
    private static final int CONTINUATION = 0;
    private static final int TEXT = 1;
    private static final int BINARY = 2;
    private static final int CLOSE = 8;
    private static final int PING = 9;
    private static final int PONG = 10;
    private static final int FIN = 0x80;

    private record Kind(String event, List<String> fields) {}

    private static final List<Kind> KINDS = List.of(
            new Kind("send_message", List.of("receiver_id", "message_content", "client_id")),
            new Kind("send_message", List.of("room_id", "message_content", "client_id")),
            new Kind("typing", List.of("receiver_id")),
            new Kind("stop_typing", List.of("room_id")),
            new Kind("mark_read", List.of("room_id", "seq")),
            new Kind("mark_read", List.of("receiver_id", "seq")),
            new Kind("watch", List.of("user_ids")),
            new Kind("active", List.of()),
            new Kind("ping", List.of()),
            new Kind("nothing", List.of("room_id")));

    private final Randomness random;
    private final long otherId;
    private long generated;

    FrameCases(Randomness random, long otherId) {
        this.random = random;
        this.otherId = otherId;
    }

    /** A well-formed message in one frame or several. Its content may be anything. */
    byte[] whole(Actor actor) {
        generated++;
        byte[] text = event(actor);
        ByteArrayOutputStream frames = new ByteArrayOutputStream(text.length + 32);
        int from = 0;
        int opcode = TEXT;
        while (random.oneIn(opcode == TEXT ? 12 : 3)) {
            int to = from + random.below(text.length - from + 1);
            frames.writeBytes(frame(opcode, part(text, from, to)));
            opcode = CONTINUATION;
            from = to;
            if (random.oneIn(3)) {
                frames.writeBytes(frame(FIN | (random.oneIn(2) ? PING : PONG), random.bytes(random.below(126))));
            }
        }
        frames.writeBytes(frame(FIN | opcode, part(text, from, text.length)));
        return frames.toByteArray();
    }

    /** Counts the frames in the result of {@link #whole}. */
    static int count(byte[] frames) {
        int count = 0;
        ByteBuffer buffer = ByteBuffer.wrap(frames);
        while (buffer.hasRemaining()) {
            buffer.get();
            int length = buffer.get() & 0x7f;
            if (length == 126) {
                length = buffer.getShort() & 0xffff;
            } else if (length == 127) {
                length = (int) buffer.getLong();
            }
            buffer.position(buffer.position() + 4 + length);
            count++;
        }
        return count;
    }

    /** A ping, whose pong confirms that the server has processed everything before it. */
    static byte[] barrier(String payload) {
        return masked(FIN | PING, payload.getBytes(StandardCharsets.US_ASCII), new byte[] {1, 2, 3, 4});
    }

    /** Frames after which the server may close the socket. */
    byte[] broken(Actor actor) {
        byte[] text = event(actor);
        return switch (random.below(20)) {
            case 0 -> frame(FIN | BINARY, text);
            case 1 -> frame(FIN | TEXT, new byte[65_537]);
            case 2 -> frame(FIN | (3 + random.below(5)), text);
            case 3 -> frame(FIN | (11 + random.below(5)), text);
            case 4 -> frame(FIN | ((1 + random.below(7)) << 4) | TEXT, text);
            case 5 -> frame(FIN | PING, random.bytes(126 + random.below(1_000)));
            case 6 -> frame(random.oneIn(2) ? PING : CLOSE, random.bytes(4));
            case 7 -> frame(FIN | CONTINUATION, text);
            case 8 -> join(frame(TEXT, text), frame(FIN | TEXT, text));
            case 9 -> unmasked(text);
            case 10 -> frame(FIN | TEXT, random.bytes(50));
            case 11 -> frame(FIN | TEXT, new byte[] {(byte) 0xed, (byte) 0xa0, (byte) 0x80});
            case 12 -> header(Long.MAX_VALUE);
            case 13 -> header(-1L);
            case 14 -> header(65_537L);
            case 15 ->
                frame(
                        FIN | CLOSE,
                        closePayload(random.pick(List.of(0, 999, 1_004, 1_005, 1_006, 1_015, 2_999, 65_535))));
            case 16 -> frame(FIN | CLOSE, new byte[] {3});
            case 17 -> frame(FIN | CLOSE, join(closePayload(1_000), new byte[] {(byte) 0xff, (byte) 0xfe}));
            case 18 -> fragments();
            default -> Mutator.mutate(random, join(whole(actor), whole(actor)));
        };
    }

    private byte[] event(Actor actor) {
        if (random.oneIn(25)) {
            return bytes(random.pick(HostileValues.BODIES.subList(0, HostileValues.BODIES.size() - 3)));
        }
        Kind kind = random.pick(KINDS);
        List<String> fields = new ArrayList<>();
        for (String field : kind.fields()) {
            String value = random.oneIn(4) ? random.pick(HostileValues.VALUES) : validValue(field, actor);
            int times = random.oneIn(15) ? random.below(3) : 1;
            for (int i = 0; i < times; i++) {
                fields.add("\"" + field + "\":" + value);
            }
        }
        String data = random.oneIn(15)
                ? random.pick(HostileValues.VALUES)
                : fields.stream().collect(Collectors.joining(",", "{", "}"));
        String event = random.oneIn(20) ? random.pick(HostileValues.VALUES) : "\"" + kind.event() + "\"";
        return bytes(random.oneIn(20) ? "{\"data\":" + data + "}" : "{\"event\":" + event + ",\"data\":" + data + "}");
    }

    private String validValue(String field, Actor actor) {
        return switch (field) {
            case "receiver_id" -> String.valueOf(otherId);
            case "room_id" -> String.valueOf(actor.roomId());
            case "seq" -> String.valueOf(random.below(20));
            case "user_ids" -> "[" + otherId + "," + actor.userId() + "]";
            case "client_id" -> "\"" + actor.username() + "-f" + (random.oneIn(3) ? 0 : generated) + "\"";
            default -> "\"hello \\u00e9\"";
        };
    }

    private byte[] frame(int first, byte[] payload) {
        return masked(first, payload, random.bytes(4));
    }

    private static byte[] masked(int first, byte[] payload, byte[] mask) {
        ByteBuffer frame = ByteBuffer.allocate(payload.length + 14);
        frame.put((byte) first);
        putLength(frame, payload.length, 0x80);
        frame.put(mask);
        for (int i = 0; i < payload.length; i++) {
            frame.put((byte) (payload[i] ^ mask[i % 4]));
        }
        return part(frame.array(), 0, frame.position());
    }

    private static byte[] unmasked(byte[] payload) {
        ByteBuffer frame = ByteBuffer.allocate(payload.length + 10);
        frame.put((byte) (FIN | TEXT));
        putLength(frame, payload.length, 0);
        frame.put(payload);
        return part(frame.array(), 0, frame.position());
    }

    private static void putLength(ByteBuffer frame, int length, int mask) {
        if (length < 126) {
            frame.put((byte) (mask | length));
        } else if (length < 65_536) {
            frame.put((byte) (mask | 126)).putShort((short) length);
        } else {
            frame.put((byte) (mask | 127)).putLong(length);
        }
    }

    /** A frame whose header claims that length, which the frame does not have. */
    private byte[] header(long length) {
        ByteBuffer frame = ByteBuffer.allocate(30);
        frame.put((byte) (FIN | TEXT)).put((byte) 0xff).putLong(length).put(random.bytes(20));
        return frame.array();
    }

    /** Small fragments that exceed the limit together. */
    private byte[] fragments() {
        ByteArrayOutputStream frames = new ByteArrayOutputStream();
        frames.writeBytes(frame(TEXT, new byte[600]));
        for (int i = 0; i < 120; i++) {
            frames.writeBytes(frame(CONTINUATION, new byte[600]));
        }
        return frames.toByteArray();
    }

    private static byte[] closePayload(int code) {
        return new byte[] {(byte) (code >> 8), (byte) code};
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static byte[] part(byte[] bytes, int from, int to) {
        return Arrays.copyOfRange(bytes, from, to);
    }

    private static byte[] join(byte[] first, byte[] second) {
        ByteArrayOutputStream joined = new ByteArrayOutputStream(first.length + second.length);
        joined.writeBytes(first);
        joined.writeBytes(second);
        return joined.toByteArray();
    }
}
