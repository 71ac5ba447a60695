package soak;

import static soak.TargetInfo.HOSTILE_ACCOUNT;
import static soak.TargetInfo.PARTNER;

import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import soak.HeldConnections.Mode;

/**
 * One account that attacks with its session, over HTTP and over up to 30 sockets at a time. Its partner sends the
 * floods of frames.
 *
 * @param scale the factor of all counts and rates; 1 for the full attack
 */
record HostileAccount(TargetInfo target, long seed, double scale) {
    private static final int HOLD_SECONDS = 40;
    private static final int FIRST_TEXT_FRAME = 0x01;
    private static final int CONTINUATION = 0x00;
    private static final int LAST_CONTINUATION = 0x80;
    private static final int TEXT = 0x81;
    private static final int TOO_LARGE = 70_000;
    private static final int WATCHED = 500;

    List<Attacker> all() {
        return List.of(
                unreadPages(),
                exports(),
                roomLists(),
                searches(),
                memberChanges(),
                emoji(),
                brokenFrames(),
                emptyContinuations(),
                largeFrames(),
                typing("typing in the large group", "\"room_id\":" + Seed.LARGE_GROUP),
                typing("typing to a person", "\"receiver_id\":3"),
                watching(),
                readMarks(),
                pings(),
                muteSockets(),
                socketResets());
    }

    /** 200 messages of 4,000 control characters, each of which takes six characters in JSON. */
    private Attacker unreadPages() {
        return holding("large pages unread", 100, get("/messages/" + PARTNER + "?limit=200"), Mode.READ_NOTHING);
    }

    private Attacker exports() {
        return holding("exports read slowly", 10, get("/settings/export"), Mode.READ_SLOWLY);
    }

    /** Sockets that neither read nor answer pings. */
    private Attacker muteSockets() {
        String upgrade = new String(WebSocketBytes.request(target, HOSTILE_ACCOUNT), StandardCharsets.US_ASCII);
        return holding("mute sockets", 8, upgrade, Mode.READ_NOTHING);
    }

    private Attacker holding(String name, int count, String request, Mode mode) {
        byte[] beginning = request.getBytes(StandardCharsets.US_ASCII);
        return new HeldConnections(
                name, scaled(count), i -> TargetInfo.hostileAddress(), beginning, mode, HOLD_SECONDS);
    }

    private Attacker roomLists() {
        return requests("lists of 200 large groups", 50, 60, () -> get("/rooms?limit=200"));
    }

    private Attacker searches() {
        Random random = new Random(seed);
        return requests(
                "searches for users", 20, 40, () -> get("/users?limit=500&q=" + (char) ('a' + random.nextInt(26))));
    }

    /** Requests that change nothing. */
    private Attacker memberChanges() {
        return requests(
                "empty changes of members",
                4,
                20,
                () -> post("/rooms/" + Seed.LARGE_GROUP + "/members", "user_ids", "[]"));
    }

    private Attacker requests(String name, int parallel, int perSecond, Supplier<String> requests) {
        return new RequestFlood(name, scaled(parallel), scaled(perSecond), i -> TargetInfo.hostileAddress(), requests);
    }

    /** Messages to a person who reads: a burst as large as the limit allows, and then the rate that it allows. */
    private Attacker emoji() {
        AtomicInteger sent = new AtomicInteger();
        String idPrefix = scale < 1 ? "warm-up" : "emoji";
        int burst = scaled(100);
        return frames("emoji to a person", burst, 10, () -> {
            byte[] batch = new byte[0];
            return IntStream.range(0, burst)
                    .mapToObj(i -> WebSocketBytes.text(event(
                            "send_message",
                            "\"receiver_id\":5,\"message_content\":\"" + "\uD83D\uDE00".repeat(4_000)
                                    + "\",\"client_id\":\"" + idPrefix + "-" + sent.incrementAndGet() + "\"")))
                    .reduce(batch, HostileAccount::join);
        });
    }

    private static byte[] join(byte[] first, byte[] second) {
        byte[] both = new byte[first.length + second.length];
        System.arraycopy(first, 0, both, 0, first.length);
        System.arraycopy(second, 0, both, first.length, second.length);
        return both;
    }

    private Attacker brokenFrames() {
        byte[] batch = WebSocketBytes.repeat(3_000, WebSocketBytes.text("{"));
        return flood("frames that are no JSON", 3_000, 30_000, () -> batch);
    }

    private Attacker emptyContinuations() {
        byte[] first = WebSocketBytes.frame(FIRST_TEXT_FRAME, "x".getBytes(StandardCharsets.US_ASCII));
        byte[] between = WebSocketBytes.repeat(3_000, WebSocketBytes.frame(CONTINUATION, new byte[0]));
        byte[] last = WebSocketBytes.frame(LAST_CONTINUATION, new byte[0]);
        byte[] batch = join(join(first, between), last);
        return flood("empty continuations", 3_002, 30_000, () -> batch);
    }

    private Attacker largeFrames() {
        byte[] frame = WebSocketBytes.frame(TEXT, WebSocketBytes.filled(TOO_LARGE));
        return flood("frames over the limit", 1, 10, () -> frame);
    }

    private Attacker typing(String name, String recipient) {
        byte[] batch = WebSocketBytes.repeat(
                50,
                join(
                        WebSocketBytes.text(event("typing", recipient)),
                        WebSocketBytes.text(event("stop_typing", recipient))));
        return frames(name, 100, 2_000, () -> batch);
    }

    private Attacker watching() {
        String ids = IntStream.rangeClosed(1, Math.min(WATCHED, target.accounts()))
                .mapToObj(String::valueOf)
                .collect(Collectors.joining(","));
        byte[] batch = WebSocketBytes.repeat(10, WebSocketBytes.text(event("watch", "\"user_ids\":[" + ids + "]")));
        return frames("watching 500 anew", 10, 100, () -> batch);
    }

    private Attacker readMarks() {
        Random random = new Random(seed + 1);
        return frames(
                "read marks",
                1,
                200,
                () -> WebSocketBytes.text(event(
                        "mark_read",
                        "\"receiver_id\":" + PARTNER + ",\"seq\":" + (1 + random.nextInt(Seed.LARGE_MESSAGES)))));
    }

    private Attacker pings() {
        byte[] batch = WebSocketBytes.repeat(100, WebSocketBytes.text(event("ping", "")));
        return flood("pings", 100, 2_000, () -> batch);
    }

    private Attacker frames(String name, int batch, int perSecond, Supplier<byte[]> frames) {
        return frames(name, batch, perSecond, HOSTILE_ACCOUNT, TargetInfo.hostileSocketAddress(), frames);
    }

    /** Sent by the partner: an account that is disconnected for flooding cannot open sockets for a while. */
    private Attacker flood(String name, int batch, int perSecond, Supplier<byte[]> frames) {
        return frames(name, batch, perSecond, PARTNER, TargetInfo.partnerAddress(), frames);
    }

    private Attacker frames(
            String name, int batch, int perSecond, int userId, InetAddress from, Supplier<byte[]> frames) {
        return new FrameFlood(name, batch, Math.max(batch / 10, scaled(perSecond)), from, userId, frames);
    }

    /** Resets connections while the server handles their upgrade. */
    private Attacker socketResets() {
        return new ConnectionResets(
                "sockets reset while they open",
                scaled(50),
                TargetInfo.hostileAddress(),
                new String(WebSocketBytes.request(target, HOSTILE_ACCOUNT), StandardCharsets.US_ASCII));
    }

    private int scaled(int count) {
        return Math.max(1, (int) (count * scale));
    }

    private static String event(String name, String data) {
        return "{\"event\":\"" + name + "\",\"data\":{" + data + "}}";
    }

    private String get(String path) {
        return "GET " + path + " HTTP/1.1\r\n" + headers() + "\r\n";
    }

    private String post(String path, String field, String value) {
        String body = "{\"" + field + "\":" + value + "}";
        return "POST " + path + " HTTP/1.1\r\n" + headers() + "Content-Type: application/json\r\nContent-Length: "
                + body.length() + "\r\n\r\n" + body;
    }

    private String headers() {
        return "Host: " + target.host() + "\r\nCookie: " + target.cookie(HOSTILE_ACCOUNT) + "\r\n";
    }
}
