package chat.app;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import chat.app.RouteFixture.Caller;
import chat.app.RouteTable.Row;
import chat.testing.Answer;
import chat.testing.Person;
import chat.testing.RawHttp;
import chat.testing.TestDatabase;
import chat.web.Access;
import io.javalin.router.InternalRouter;
import io.javalin.security.Roles;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every route of the server, requested by every kind of caller and by pages of other sites. */
class RouteMatrixTest {
    private static final List<String> WRONG_TYPES = List.of(
            "text/plain",
            "multipart/form-data; boundary=x",
            "application/xml",
            "text/json",
            "application/octet-stream");

    private static final Set<String> PUBLIC_ROUTES = Set.of("/", "/logout", "/metrics");

    @TempDir
    static Path folder;

    private static TestServer server;

    @BeforeAll
    static void start() {
        server = start(folder);
        // Only requests may change the stored data.
        server.clock.stop();
    }

    private static TestServer start(Path folder) {
        TestServer server = TestServer.start(folder);
        server.register(RouteFixture.ADMIN);
        return server;
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    static List<Row> rows() {
        return RouteTable.rows();
    }

    static Stream<Row> changing() {
        return rows().stream().filter(Row::changesSomething);
    }

    /** The routes that change something, including the link that logs out. */
    static Stream<Row> guarded() {
        return rows().stream()
                .filter(row -> row.changesSomething() || row.name().equals("GET /logout"));
    }

    static Stream<Row> sockets() {
        return rows().stream().filter(Row::isSocket);
    }

    @Test
    void theTableListsExactlyTheRoutes() {
        InternalRouter router = server.javalin().unsafe.internalRouter;
        TreeSet<String> live = new TreeSet<>();
        router.allHttpHandlers().stream()
                .map(handler -> handler.endpoint)
                .filter(endpoint -> endpoint.method.isHttpMethod())
                .forEach(endpoint -> live.add(endpoint.method.name() + " " + endpoint.path));
        router.allWsHandlers().stream()
                .filter(handler -> !handler.getPath().equals("*"))
                .forEach(handler -> live.add("WS " + handler.getPath()));
        TreeSet<String> listed = new TreeSet<>(rows().stream().map(Row::name).toList());
        assertEquals(String.join("\n", live), String.join("\n", listed));
    }

    /**
     * Answers alone do not show this, because handlers check the caller themselves, and {@code /admin} is closed as a
     * whole.
     */
    @Test
    void everyRouteHasTheRoleThatMatchesItsAnswers() {
        Map<String, Set<?>> roles = new TreeMap<>();
        server.javalin().unsafe.internalRouter.allHttpHandlers().stream()
                .map(handler -> handler.endpoint)
                .filter(endpoint -> endpoint.method.isHttpMethod())
                .forEach(endpoint -> roles.put(
                        endpoint.method.name() + " " + endpoint.path,
                        endpoint.metadata(Roles.class).getRoles()));
        assertTrue(roles.size() > 40, roles::toString);
        for (Row row : rows()) {
            if (!row.isSocket()) {
                assertEquals(Set.of(role(row)), roles.get(row.name()), row.name());
            }
        }
    }

    private static Access role(Row row) {
        if (PUBLIC_ROUTES.contains(row.route())) {
            return Access.ANYONE;
        }
        return switch (row.answers().get(Caller.NOBODY)) {
            case "401" -> Access.API;
            case "404" -> Access.ADMIN;
            case "login" -> Access.PAGE;
            default -> Access.ANYONE;
        };
    }

    @ParameterizedTest
    @MethodSource("rows")
    void eachCallerGetsTheListedAnswer(Row row, @TempDir Path own) {
        // This deletes the administrator, so it needs its own server.
        boolean needsOwnServer = row.name().equals("POST /settings/delete");
        TestServer target = needsOwnServer ? start(own) : server;
        RouteFixture world = new RouteFixture(target);
        for (Caller caller : Caller.values()) {
            assertEquals(row.answer(world, caller), ask(world, row, caller), row + " requested by " + caller);
        }
        if (needsOwnServer) {
            target.close();
        }
    }

    private static String ask(RouteFixture world, Row row, Caller caller) {
        Person person = world.caller(caller);
        return row.isSocket() ? upgrade(person) : word(send(person, world, row));
    }

    private static String upgrade(Person person, String... headers) {
        try {
            person.connectWithoutWaiting(headers).close();
            return "101";
        } catch (RuntimeException e) {
            return String.valueOf(person.refusedUpgrade(headers));
        }
    }

    private static String word(Answer answer) {
        if (answer.status() != 303 && answer.status() != 302) {
            return String.valueOf(answer.status());
        }
        return answer.header("Location").substring(1).replaceFirst("\\?.*", "");
    }

    private static Answer send(Person person, RouteFixture world, Row row, String... headers) {
        List<String> all = new ArrayList<>(List.of(headers));
        if (row.body().type() != null) {
            all.addAll(List.of("Content-Type", row.body().type()));
        }
        String text = row.body().text().apply(world);
        return person.fetch(row.method(), row.path(world), text, all.toArray(String[]::new));
    }

    static Stream<Row> heads() {
        return rows().stream().filter(row -> row.method().equals("HEAD"));
    }

    /** The response has no body, and nothing is changed. */
    @ParameterizedTest
    @MethodSource("heads")
    void headSendsTheHeadersOfGetAndNoBody(Row row) {
        RouteFixture world = new RouteFixture(server);
        Person person = world.caller(row.permittedCaller());
        String path = row.path(world);
        List<String> before = snapshot(world);
        String rest = " " + path + " HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\nCookie: "
                + person.sessionCookie() + "\r\n\r\n";
        RawHttp head = RawHttp.send(server.port(), "HEAD" + rest);
        assertEquals("", head.body());
        assertEquals(before, snapshot(world));
        if (!row.route().equals("/logout")) {
            RawHttp get = RawHttp.send(server.port(), "GET" + rest);
            assertEquals(get.status(), head.status());
            assertEquals(header(get, "content-type"), header(head, "content-type"));
        }
    }

    private static List<String> header(RawHttp answer, String name) {
        return answer.head().lines().filter(line -> line.startsWith(name + ":")).toList();
    }

    @ParameterizedTest
    @MethodSource("guarded")
    void aPageOfAnotherSiteChangesNothing(Row row) {
        RouteFixture world = new RouteFixture(server);
        Person person = world.caller(row.permittedCaller());
        String path = row.path(world);
        String text = row.body().text().apply(world);
        List<String> before = snapshot(world);
        for (List<String> foreign : foreign(world)) {
            List<String> headers = new ArrayList<>(foreign);
            if (row.body().type() != null) {
                headers.addAll(List.of("Content-Type", row.body().type()));
            }
            Answer answer = person.fetch(row.method(), path, text, headers.toArray(String[]::new));
            assertEquals(403, answer.status(), row + " with " + headers);
            assertTrue(answer.headers("Set-Cookie").isEmpty(), row + " with " + headers);
        }
        assertEquals(before, snapshot(world));
    }

    private static List<List<String>> foreign(RouteFixture world) {
        List<List<String>> all = new ArrayList<>();
        for (String origin : foreignOrigins(world.port())) {
            all.add(List.of("Origin", origin));
        }
        for (String site : List.of("cross-site", "same-site", "none, cross-site", "SAME-ORIGIN", "")) {
            all.add(List.of("Sec-Fetch-Site", site));
            all.add(List.of("Sec-Fetch-Site", site, "Origin", world.url()));
        }
        return all;
    }

    private static List<String> foreignOrigins(int port) {
        return List.of(
                "https://evil.example",
                "null",
                "http://127.0.0.1:" + port + ".evil.example",
                "http://127.0.0.1.evil.example:" + port,
                "http://127.0.0.1:" + port + "@evil.example",
                "http://evil.example@127.0.0.1:" + port,
                "http://evil.example/127.0.0.1:" + port,
                "http://evil.example#127.0.0.1:" + port,
                "http://127.0.0.1:" + (port + 1),
                "http://127.0.0.1:" + port + "0",
                "http://127.0.0.1",
                "http://localhost:" + port,
                "http://xn--127.0.0.1:" + port,
                "ftp://127.0.0.1:" + port,
                "file://");
    }

    @ParameterizedTest
    @MethodSource("changing")
    void aBodyOfAnotherTypeChangesNothing(Row row) {
        RouteFixture world = new RouteFixture(server);
        Person person = world.caller(row.permittedCaller());
        String path = row.path(world);
        String wanted = row.body().text().apply(world);
        String text = wanted == null || wanted.isEmpty() ? "text" : wanted;
        List<String> before = snapshot(world);
        for (String type : WRONG_TYPES) {
            Answer answer = person.fetch(row.method(), path, text, "Content-Type", type);
            assertEquals(415, answer.status(), row + " as " + type);
        }
        assertEquals(415, person.fetch(row.method(), path, text).status(), row + " without a type");
        assertEquals(before, snapshot(world));
        assertTrue(send(person, world, row).status() < 400, row + " succeeds with the right type");
    }

    /** All stored data, except for what changes with time alone. */
    private static List<String> snapshot(RouteFixture world) {
        List<String> all = new ArrayList<>();
        for (String table : world.stored(TestDatabase.TABLES)) {
            if (table.equals("health")) {
                continue;
            }
            String columns = String.join(
                    " || ',' || ",
                    world.stored(TestDatabase.columns(table)).stream()
                            .filter(column -> !column.equals("last_seen"))
                            .map(TestDatabase::quoted)
                            .toList());
            world.stored("SELECT " + columns + " FROM " + table).forEach(stored -> all.add(table + ": " + stored));
        }
        return all;
    }

    @ParameterizedTest
    @MethodSource("sockets")
    void aPageOfAnotherSiteCannotOpenASocket(Row row) {
        RouteFixture world = new RouteFixture(server);
        Person member = world.caller(Caller.MEMBER);
        for (String origin : foreignOrigins(world.port())) {
            assertEquals("403", upgrade(member, "Origin", origin), row + " from " + origin);
        }
        assertEquals("101", upgrade(member, "Origin", world.url(), "Sec-Fetch-Site", "cross-site"));
    }
}
