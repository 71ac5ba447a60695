package soak;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Random;
import soak.HeldConnections.Mode;

/**
 * The attackers without an account. Each kind has its own network, in which some kinds use many addresses.
 *
 * @param scale the factor of all counts and rates; 1 for the full attack
 */
record AnonymousAttackers(TargetInfo target, long seed, double scale) {
    private static final int HEAD_SECONDS = 60;
    private static final int BODY_SECONDS = 30;
    private static final int READER_SECONDS = 45;
    private static final int PIPELINED = 40;
    private static final int BODY_BYTES = 64 * 1024;
    private static final String FORM = "Content-Type: application/x-www-form-urlencoded\r\n";

    List<Attacker> all() {
        return List.of(
                unfinishedHeads("heads from one address", 300, 1),
                unfinishedHeads("heads from 100 addresses", 300, 100),
                unfinishedBodies("bodies from one address", 1_000, 1),
                unfinishedBodies("bodies from 100 addresses", 900, 100),
                stalledReaders("stalled readers at one address", 110, 1),
                stalledReaders("stalled readers at 11 addresses", 110, 11),
                slowReaders(),
                spellings(),
                loginsAtRandomNames(),
                loginsAtNamesOfPeople(),
                registrations(),
                upgrades(),
                connections());
    }

    private Attacker unfinishedHeads(String name, int count, int addresses) {
        byte[] beginning = bytes("GET /login HTTP/1.1\r\nHost: " + target.host() + "\r\nX-Filling: ");
        int kind = addresses == 1 ? 0 : 1;
        return new HeldConnections(
                name,
                scaled(count),
                i -> TargetInfo.anonymousAddress(kind, i % addresses),
                beginning,
                Mode.SEND_SLOWLY,
                HEAD_SECONDS);
    }

    /** All but the last byte of the largest body that is accepted. */
    private Attacker unfinishedBodies(String name, int count, int addresses) {
        String head = "POST /login HTTP/1.1\r\nHost: " + target.host() + "\r\n" + FORM + "Content-Length: " + BODY_BYTES
                + "\r\n\r\nusername=";
        byte[] beginning = bytes(head + "a".repeat(BODY_BYTES - "username=".length() - 1));
        int kind = addresses == 1 ? 2 : 3;
        return new HeldConnections(
                name,
                scaled(count),
                i -> TargetInfo.anonymousAddress(kind, i % addresses),
                beginning,
                Mode.SEND_NOTHING,
                BODY_SECONDS);
    }

    private Attacker stalledReaders(String name, int count, int addresses) {
        byte[] beginning = bytes(get(target.styleSheet(), "").repeat(PIPELINED));
        int kind = addresses == 1 ? 4 : 5;
        return new HeldConnections(
                name,
                scaled(count),
                i -> TargetInfo.anonymousAddress(kind, i % addresses),
                beginning,
                Mode.READ_NOTHING,
                READER_SECONDS);
    }

    private Attacker slowReaders() {
        return new HeldConnections(
                "readers of a byte a second",
                scaled(50),
                i -> TargetInfo.anonymousAddress(6, i % 5),
                bytes(get(target.styleSheet(), "")),
                Mode.READ_SLOWLY,
                READER_SECONDS * 2);
    }

    private Attacker spellings() {
        Random random = new Random(seed);
        return new RequestFlood(
                "spellings of a file",
                16,
                scaled(500),
                i -> TargetInfo.anonymousAddress(7, i % 4),
                () -> get(spelling(random), "Accept-Encoding: gzip\r\n"));
    }

    /** Most spellings change only the file's own name, since servers that refuse the others often accept these. */
    private String spelling(Random random) {
        String path = target.styleSheet().split("\\?", 2)[0];
        boolean onlyName = random.nextInt(4) > 0;
        int from = onlyName ? path.lastIndexOf('/') + 1 : 0;
        StringBuilder spelling = new StringBuilder(path.substring(0, from));
        path.substring(from).chars().forEach(unit -> spelling.append(spelling(random, (char) unit)));
        return switch (random.nextInt(8)) {
            case 0 -> spelling + "?q=" + random.nextInt();
            case 1 -> spelling + ";x=" + random.nextInt();
            default -> spelling.toString();
        };
    }

    private static String spelling(Random random, char unit) {
        if (unit == '/') {
            return random.nextInt(20) > 0 ? "/" : random.nextBoolean() ? "//" : "/./";
        }
        if (random.nextInt(3) > 0) {
            return String.valueOf(unit);
        }
        return (random.nextBoolean() ? "%%%02x" : "%%%02X").formatted((int) unit);
    }

    /** Each login has a new name, so that its counter can evict those of other names. */
    private Attacker loginsAtRandomNames() {
        Random random = new Random(seed + 1);
        return new RequestFlood(
                "logins at random names",
                8,
                scaled(150),
                i -> TargetInfo.anonymousAddress(8, 0),
                () -> post("/login", "username=n" + random.nextLong() + "&password=wrong-password"));
    }

    private Attacker loginsAtNamesOfPeople() {
        Random random = new Random(seed + 2);
        return new RequestFlood(
                "logins at people's names",
                4,
                scaled(20),
                i -> TargetInfo.anonymousAddress(9, i % 2),
                () -> post(
                        "/login",
                        "username=user" + (1 + random.nextInt(TargetInfo.PEOPLE)) + "&password=wrong-password"));
    }

    private Attacker registrations() {
        Random random = new Random(seed + 3);
        return new RequestFlood(
                "registrations refused",
                2,
                scaled(20),
                i -> TargetInfo.anonymousAddress(10, 0),
                () -> post(
                        "/register",
                        "username=r" + random.nextLong() + "&password=password123&confirm_password="
                                + URLEncoder.encode("another one", StandardCharsets.UTF_8)));
    }

    private Attacker upgrades() {
        Random random = new Random(seed + 4);
        return new RequestFlood(
                "upgrades refused",
                4,
                scaled(100),
                i -> TargetInfo.anonymousAddress(11, 0),
                () -> WebSocketBytes.request(
                        target, random.nextBoolean() ? "X-Nothing: x" : "Origin: https://elsewhere.example"));
    }

    private Attacker connections() {
        return new ConnectionResets(
                "connections opened and reset", scaled(200), TargetInfo.anonymousAddress(12, 0), "");
    }

    private int scaled(int count) {
        return Math.max(1, (int) (count * scale));
    }

    private String get(String path, String headers) {
        return "GET " + path + " HTTP/1.1\r\nHost: " + target.host() + "\r\n" + headers + "\r\n";
    }

    private String post(String path, String form) {
        return "POST " + path + " HTTP/1.1\r\nHost: " + target.host() + "\r\n" + FORM + "Content-Length: "
                + form.length() + "\r\n\r\n" + form;
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }
}
