package chat.app;

import chat.app.RouteFixture.Caller;
import chat.testing.Person;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The answer of each route to each kind of caller, for a valid request. */
final class RouteTable {
    /**
     * A number is the status. A word is a 303 to that path: {@code chat} is {@code /chat}. HEAD is answered as GET
     * unless it has its own row. A suspended account is answered like a visitor.
     */
    private static final String ANSWERS =
            """
            route                                     nobody outsider removed member   owner    admin
            GET /                                     login  chat     chat     chat     chat     chat
            GET /register                             200    chat     chat     chat     chat     chat
            POST /register                            chat   chat     chat     chat     chat     chat
            GET /login                                200    chat     chat     chat     chat     chat
            POST /login                               chat   chat     chat     chat     chat     chat
            GET /logout                               login  login    login    login    login    login
            HEAD /logout                              405    405      405      405      405      405
            POST /logout                              login  login    login    login    login    login
            GET /chat                                 login  200      200      200      200      200
            GET /healthz                              200    200      200      200      200      200
            GET /readyz                               200    200      200      200      200      200
            GET /metrics                              401    401      401      401      401      401
            GET /settings                             login  200      200      200      200      200
            POST /settings/sessions/end               login  404      404      404      settings 404
            POST /settings/sessions/end_others        login  settings settings settings settings settings
            POST /settings/password                   login  settings settings settings settings settings
            GET /settings/export                      login  200      200      200      200      200
            POST /settings/delete                     login  login    login    login    login    login
            GET /users                                401    200      200      200      200      200
            GET /online_users                         401    200      200      200      200      200
            GET /rooms                                401    200      200      200      200      200
            POST /rooms                               401    201      201      201      201      201
            GET /messages/{user_id}                   401    200      200      200      200      200
            POST /send_message                        401    201      201      201      201      201
            GET /rooms/{room_id}                      401    404      404      200      200      404
            GET /rooms/{room_id}/messages             401    404      404      200      200      404
            POST /rooms/{room_id}/messages            401    404      404      201      201      404
            GET /rooms/{room_id}/changes              401    404      404      200      200      404
            POST /rooms/{room_id}/members             401    404      404      200      200      404
            DELETE /rooms/{room_id}/members/{user_id} 401    404      404      403      204      404
            GET /reset                                200    200      200      200      200      200
            GET /reset/{token}                        200    200      200      200      200      200
            POST /reset/{token}                       reset  reset    reset    reset    reset    reset
            GET /admin                                404    404      404      404      404      admin/users
            GET /admin/users                          404    404      404      404      404      200
            GET /admin/users/{user_id}                404    404      404      404      404      200
            GET /admin/users/{user_id}/suspend        404    404      404      404      404      200
            POST /admin/users/{user_id}/suspend       404    404      404      404      404      admin/users/{user_id}
            POST /admin/users/{user_id}/reinstate     404    404      404      404      404      admin/users/{user_id}
            GET /admin/users/{user_id}/end_sessions   404    404      404      404      404      200
            POST /admin/users/{user_id}/end_sessions  404    404      404      404      404      admin/users/{user_id}
            POST /admin/users/{user_id}/reset_link    404    404      404      404      404      admin/link
            GET /admin/link                           404    404      404      404      404      200
            GET /admin/registration                   404    404      404      404      404      200
            POST /admin/registration                  404    404      404      404      404      admin/registration
            POST /admin/invites                       404    404      404      404      404      admin/link
            GET /admin/invites/{invite_id}/revoke     404    404      404      404      404      200
            POST /admin/invites/{invite_id}/revoke    404    404      404      404      404      admin/registration
            GET /admin/appearance                     404    404      404      404      404      200
            POST /admin/appearance                    404    404      404      404      404      admin/appearance
            GET /admin/audit                          404    404      404      404      404      200
            GET /house/{version}/accent.css           200    200      200      200      200      200
            GET /house/{version}/manifest.webmanifest 200    200      200      200      200      200
            WS /ws                                    401    101      101      101      101      101
            """;

    private static final String JSON = "application/json";
    private static final String FORM = "application/x-www-form-urlencoded";
    private static final String PASSWORD = Person.PASSWORD;

    /**
     * A valid body for a route.
     *
     * @param type its content type, or null for no body
     */
    record Body(String type, Function<RouteFixture, String> text) {
        static final Body NONE = new Body(null, world -> null);

        private static Body json(Function<RouteFixture, String> text) {
            return new Body(JSON, text);
        }

        private static Body form(Function<RouteFixture, String> text) {
            return new Body(FORM, text);
        }
    }

    /** The bodies of the routes that change something. */
    private static final Map<String, Body> BODIES = Map.ofEntries(
            Map.entry(
                    "POST /register",
                    Body.form(world ->
                            "username=" + world.newName() + "&password=" + PASSWORD + "&confirm_password=" + PASSWORD)),
            Map.entry(
                    "POST /login",
                    Body.form(world -> "username=" + world.stranger().username() + "&password=" + PASSWORD)),
            Map.entry("POST /logout", Body.NONE),
            Map.entry("POST /settings/sessions/end", Body.form(world -> "session=" + world.session())),
            Map.entry("POST /settings/sessions/end_others", Body.form(world -> "")),
            Map.entry(
                    "POST /settings/password",
                    Body.form(world -> "current_password=" + PASSWORD + "&new_password=" + PASSWORD
                            + "&confirm_password=" + PASSWORD)),
            Map.entry("POST /settings/delete", Body.form(world -> "password=" + PASSWORD)),
            Map.entry(
                    "POST /rooms",
                    Body.json(world -> "{\"name\":\"made\",\"user_ids\":["
                            + world.stranger().id() + "]}")),
            Map.entry(
                    "POST /send_message",
                    Body.json(world -> "{\"receiver_id\":" + world.stranger().id() + ",\"message_content\":\"hi\"}")),
            Map.entry("POST /rooms/{room_id}/messages", Body.json(world -> "{\"message_content\":\"hi\"}")),
            Map.entry(
                    "POST /rooms/{room_id}/members",
                    Body.json(world -> "{\"user_ids\":[" + world.stranger().id() + "]}")),
            Map.entry("DELETE /rooms/{room_id}/members/{user_id}", Body.NONE),
            Map.entry(
                    "POST /reset/{token}",
                    Body.form(world -> "password=" + PASSWORD + "&confirm_password=" + PASSWORD)),
            Map.entry("POST /admin/users/{user_id}/suspend", Body.NONE),
            Map.entry("POST /admin/users/{user_id}/reinstate", Body.NONE),
            Map.entry("POST /admin/users/{user_id}/end_sessions", Body.NONE),
            Map.entry("POST /admin/users/{user_id}/reset_link", Body.NONE),
            Map.entry("POST /admin/registration", Body.form(world -> "mode=OPEN")),
            Map.entry("POST /admin/appearance", Body.form(world -> "chat_name=Home&accent_colour=%23c0392b")),
            Map.entry("POST /admin/invites", Body.form(world -> "uses=1&days=7")),
            Map.entry("POST /admin/invites/{invite_id}/revoke", Body.NONE));

    private static final Map<String, String> QUERIES = Map.of("/rooms/{room_id}/changes", "?after=0");
    private static final Pattern PARAMETER = Pattern.compile("\\{[a-z_]+}");

    private RouteTable() {}

    /** @param name the method and the path, as registered */
    record Row(String name, Map<Caller, String> answers) {
        String method() {
            return name.substring(0, name.indexOf(' '));
        }

        String route() {
            return name.substring(name.indexOf(' ') + 1);
        }

        boolean isSocket() {
            return method().equals("WS");
        }

        boolean changesSomething() {
            return !isSocket() && !Set.of("GET", "HEAD").contains(method());
        }

        /** A caller for whom the request succeeds. */
        Caller permittedCaller() {
            return name.contains("/admin") ? Caller.ADMIN : Caller.OWNER;
        }

        Body body() {
            Body body = BODIES.get(name);
            if (body == null && changesSomething()) {
                throw new AssertionError("No body is listed for " + name);
            }
            return body == null ? Body.NONE : body;
        }

        String path(RouteFixture world) {
            return in(world, route()) + QUERIES.getOrDefault(route(), "");
        }

        String answer(RouteFixture world, Caller caller) {
            return in(world, answers.get(caller));
        }

        private static String in(RouteFixture world, String path) {
            return PARAMETER.matcher(path).replaceAll(found -> world.id(found.group(), path));
        }

        /** The name of the test in JUnit. */
        @Override
        public String toString() {
            return name;
        }
    }

    static List<Row> rows() {
        List<Row> listed = ANSWERS.lines().skip(1).map(RouteTable::row).toList();
        Set<String> names = listed.stream().map(Row::name).collect(Collectors.toSet());
        Stream<Row> heads = listed.stream()
                .filter(row -> row.method().equals("GET"))
                .map(row -> new Row("HEAD " + row.route(), row.answers()))
                .filter(row -> !names.contains(row.name()));
        return Stream.concat(listed.stream(), heads).toList();
    }

    private static Row row(String line) {
        String[] words = line.split(" +");
        Map<Caller, String> answers = new EnumMap<>(Caller.class);
        for (Caller caller : Caller.values()) {
            int column = caller == Caller.SUSPENDED ? Caller.NOBODY.ordinal() : caller.ordinal();
            answers.put(caller, words[2 + column]);
        }
        return new Row(words[0] + " " + words[1], answers);
    }
}
