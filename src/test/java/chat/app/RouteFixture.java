package chat.app;

import chat.testing.Answer;
import chat.testing.Person;
import chat.testing.StoredRows;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A group and every kind of caller, for one test of a route. */
final class RouteFixture {
    enum Caller {
        NOBODY,
        OUTSIDER,
        REMOVED,
        MEMBER,
        OWNER,
        ADMIN,
        SUSPENDED
    }

    /** The first account of each server. */
    static final String ADMIN = "administrator";

    private static final AtomicInteger NAMES = new AtomicInteger();
    private static final Pattern SESSION = Pattern.compile("name=\"session\" value=\"([0-9a-f]{64})\"");
    private static final Pattern RESET = Pattern.compile("/reset/([A-Za-z0-9_-]{43})");

    private final TestServer server;
    private final Map<Caller, Person> callers = new EnumMap<>(Caller.class);
    private final Person companion;
    private final Person stranger;
    private final long room;
    private final String session;

    RouteFixture(TestServer server) {
        this.server = server;
        for (Caller caller : Caller.values()) {
            callers.put(caller, caller == Caller.NOBODY ? server.visitor() : create(caller));
        }
        companion = server.register(newName());
        stranger = server.register(newName());
        Person owner = callers.get(Caller.OWNER);
        owner.onAnotherDevice();
        session = only(SESSION, owner.get("/settings"));
        Person removed = callers.get(Caller.REMOVED);
        room = owner.createGroup(
                "group", callers.get(Caller.MEMBER), companion, removed, callers.get(Caller.SUSPENDED));
        owner.sayInRoom(room, "said in the group");
        owner.delete("/rooms/" + room + "/members/" + removed.id()).expect(204);
        admin("/admin/users/" + callers.get(Caller.SUSPENDED).id() + "/suspend").expect(303);
        admin("/admin/invites").expect(303);
        callers.get(Caller.ADMIN)
                .form("/admin/appearance", Map.of("accent_colour", "#2e7d32"))
                .expect(303);
    }

    private Person create(Caller caller) {
        return caller == Caller.ADMIN ? server.visitor().login(ADMIN) : server.register(newName());
    }

    private Answer admin(String path) {
        return callers.get(Caller.ADMIN).form(path, Map.of());
    }

    private Answer resetLink() {
        return callers.get(Caller.ADMIN).formAndFollow("/admin/users/" + stranger.id() + "/reset_link", Map.of());
    }

    private static String only(Pattern pattern, Answer page) {
        Matcher matcher = pattern.matcher(page.expect(200).body());
        if (!matcher.find()) {
            throw new AssertionError("No " + pattern + " in " + page.body());
        }
        return matcher.group(1);
    }

    Person caller(Caller caller) {
        return callers.get(caller);
    }

    /** A member of the group who makes no request. */
    Person companion() {
        return companion;
    }

    /** A user who has no conversation with any of them. */
    Person stranger() {
        return stranger;
    }

    /** The session key of the owner's other device, as the settings page shows it. */
    String session() {
        return session;
    }

    String newName() {
        return "person-" + NAMES.incrementAndGet();
    }

    /** The value of a path parameter. A reset link works once, so a new one is created for each use. */
    String id(String name, String path) {
        return switch (name) {
            case "{room_id}" -> String.valueOf(room);
            case "{user_id}" -> String.valueOf(path.contains("/members/") ? companion.id() : stranger.id());
            case "{version}" -> "0";
            case "{invite_id}" -> String.valueOf(StoredRows.number(server, "SELECT max(id) FROM invites"));
            case "{token}" -> only(RESET, resetLink());
            default -> throw new AssertionError("No value for " + name);
        };
    }

    List<String> stored(String query) {
        return StoredRows.texts(server, query);
    }

    int port() {
        return server.port();
    }

    String url() {
        return server.url();
    }
}
