package fuzz;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;

/** Requests generated from the contract, whose meaning, framing or bytes are then mutated. */
final class HttpCases {
    /** A field of a body. Its value may have placeholders for the actor's ids. */
    private record Field(String name, String value) {}

    private record Route(String method, String path, String type, List<Field> fields) {
        Route(String method, String path) {
            this(method, path, null, List.of());
        }
    }

    private static final String JSON = "application/json";
    private static final String FORM = "application/x-www-form-urlencoded";
    private static final List<String> PARAMETERS =
            List.of("limit", "before", "after", "page", "ids", "q", "not_in", "next", "token", "nothing");
    private static final List<String> VALID = List.of(
            "1", "2", "50", "200", "{other}", "{message}", "{room}", "ali", "ALÍ 1", "/chat", "0-9-9", "01alice");

    private static final List<Route> ROUTES = List.of(
            new Route("GET", "/"),
            new Route("GET", "/register"),
            new Route(
                    "POST",
                    "/register",
                    FORM,
                    List.of(
                            new Field("username", "{new}"),
                            new Field("password", Actor.PASSWORD),
                            new Field("confirm_password", Actor.PASSWORD))),
            new Route("GET", "/login"),
            new Route(
                    "POST",
                    "/login",
                    FORM,
                    List.of(
                            new Field("username", "{name}"),
                            new Field("password", Actor.PASSWORD),
                            new Field("next", "/chat"))),
            new Route("POST", "/logout"),
            new Route("GET", "/chat"),
            new Route("GET", "/healthz"),
            new Route("GET", "/readyz"),
            new Route("GET", "/metrics"),
            new Route("GET", "/static/css/common.css"),
            new Route("GET", "/static/dev/vendor/bootstrap"),
            new Route("GET", "/ws"),
            new Route("GET", "/users"),
            new Route("GET", "/online_users"),
            new Route("GET", "/rooms"),
            new Route("GET", "/messages/{other}"),
            new Route(
                    "POST",
                    "/send_message",
                    JSON,
                    List.of(
                            new Field("receiver_id", "{other}"),
                            new Field("message_content", "\"hello\""),
                            new Field("client_id", "\"{client}\""))),
            new Route(
                    "POST",
                    "/send_message",
                    FORM,
                    List.of(new Field("receiver_id", "{other}"), new Field("message_content", "hello"))),
            new Route(
                    "POST",
                    "/rooms",
                    JSON,
                    List.of(
                            new Field("name", "\"a group\""),
                            new Field("user_ids", "[{other}]"),
                            new Field("client_id", "\"{client}\""))),
            new Route("GET", "/rooms/{room}"),
            new Route("GET", "/rooms/{room}/messages"),
            new Route(
                    "POST",
                    "/rooms/{room}/messages",
                    JSON,
                    List.of(new Field("message_content", "\"hello\""), new Field("client_id", "\"{client}\""))),
            new Route("GET", "/rooms/{room}/changes?after=0"),
            new Route("POST", "/rooms/{room}/members", JSON, List.of(new Field("user_ids", "[{other}]"))),
            new Route("DELETE", "/rooms/{room}/members/{other}"),
            new Route("GET", "/settings"),
            new Route("GET", "/settings/export"),
            new Route("POST", "/settings/sessions/end", FORM, List.of(new Field("session", "0".repeat(64)))),
            new Route("POST", "/settings/sessions/end_others", FORM, List.of()),
            new Route(
                    "POST",
                    "/settings/password",
                    FORM,
                    List.of(
                            new Field("current_password", Actor.PASSWORD + "{sometimes}"),
                            new Field("new_password", Actor.PASSWORD),
                            new Field("confirm_password", Actor.PASSWORD))),
            new Route("POST", "/settings/delete", FORM, List.of(new Field("password", Actor.PASSWORD + "{sometimes}"))),
            new Route("GET", "/reset"),
            new Route("GET", "/reset/{token}"),
            new Route(
                    "POST",
                    "/reset/{token}",
                    FORM,
                    List.of(new Field("password", Actor.PASSWORD), new Field("confirm_password", Actor.PASSWORD))),
            new Route("GET", "/admin"),
            new Route("GET", "/admin/users"),
            new Route("GET", "/admin/users/{other}"),
            new Route("GET", "/admin/users/{other}/suspend"),
            new Route("POST", "/admin/users/{other}/suspend", FORM, List.of()),
            new Route("POST", "/admin/users/{other}/reinstate", FORM, List.of()),
            new Route("GET", "/admin/users/{other}/end_sessions"),
            new Route("POST", "/admin/users/{other}/end_sessions", FORM, List.of()),
            new Route("POST", "/admin/users/{other}/reset_link", FORM, List.of()),
            new Route("GET", "/admin/registration"),
            new Route("POST", "/admin/registration", FORM, List.of(new Field("mode", "OPEN"))),
            new Route("POST", "/admin/invites", FORM, List.of(new Field("uses", "1"), new Field("days", "7"))),
            new Route("GET", "/admin/link?key=x"),
            new Route("GET", "/admin/invites/{some}/revoke"),
            new Route("POST", "/admin/invites/{some}/revoke", FORM, List.of()),
            new Route(
                    "POST",
                    "/admin/appearance",
                    FORM,
                    List.of(new Field("chat_name", "Home"), new Field("accent_colour", "#c0392b"))),
            new Route("GET", "/admin/appearance"),
            new Route("GET", "/admin/audit"),
            new Route("GET", "/house/0/accent.css"),
            new Route("GET", "/house/0/manifest.webmanifest"));

    /** These routes end the session of the request, so most of their requests have no session. */
    private static final Set<String> SESSION_ENDING = Set.of("/login", "/register", "/logout");

    private final Randomness random;
    private final Site site;
    private final String host;
    private long generated;

    HttpCases(Randomness random, Site site) {
        this.random = random;
        this.site = site;
        host = "127.0.0.1:" + site.port();
    }

    HttpCase next(Actor actor) {
        generated++;
        Route route = random.pick(ROUTES);
        String method = random.oneIn(12) ? random.pick(HostileValues.METHODS) : route.method();
        String target = target(route.path(), actor);
        String type = random.oneIn(15) ? random.pick(HostileValues.TYPES) : route.type();
        byte[] body = body(route, type, actor);
        List<String> headers = headers(type, cookie(route, actor));
        if (random.oneIn(7)) {
            return new HttpCase(misframed(method, target, headers, body), false, false);
        }
        if (body.length > 0 || route.type() != null) {
            headers.add("Content-Length: " + body.length);
        }
        byte[] whole = join(head(method + " " + target + " HTTP/1.1", headers, "\r\n"), body);
        if (random.oneIn(8)) {
            return new HttpCase(mutate(whole), false, false);
        }
        return new HttpCase(whole, true, method.equals("HEAD"));
    }

    private String target(String template, Actor actor) {
        String path = template;
        if (random.oneIn(4)) {
            path = path.replaceFirst("\\{[a-z]+}", quoteReplacement(random.pick(HostileValues.TEXTS)));
        }
        path = fill(path, actor);
        if (random.oneIn(15)) {
            path = respell(path);
        }
        StringBuilder target = new StringBuilder(path);
        for (int i = random.below(3); i > 0; i--) {
            target.append(target.indexOf("?") < 0 ? '?' : '&')
                    .append(random.oneIn(12) ? random.pick(HostileValues.TEXTS) : random.pick(PARAMETERS))
                    .append('=')
                    .append(random.oneIn(3) ? fill(random.pick(VALID), actor) : random.pick(HostileValues.TEXTS));
        }
        return target.toString();
    }

    private static String quoteReplacement(String text) {
        return text.replace("\\", "\\\\").replace("$", "\\$");
    }

    /** An unusual spelling of the path. */
    private String respell(String path) {
        return switch (random.below(10)) {
            case 0 -> path + "/";
            case 1 -> "/" + path;
            case 2 -> path + ";jsessionid=1";
            case 3 -> path.replace("/", "//");
            case 4 -> "/." + path;
            case 5 -> "/x/.." + path;
            case 6 -> path.replace("/", "%2f");
            case 7 -> path + "#x";
            case 8 -> path.toUpperCase(Locale.ROOT);
            default -> path + "/" + random.pick(HostileValues.TEXTS);
        };
    }

    private String fill(String text, Actor actor) {
        return text.indexOf('{') < 0 ? text : filled(text, actor);
    }

    private String filled(String text, Actor actor) {
        return text.replace("{other}", String.valueOf(site.otherId()))
                .replace("{token}", "a".repeat(43))
                .replace("{some}", String.valueOf(1 + random.below(20)))
                .replace("{sometimes}", random.oneIn(100) ? "" : "x")
                .replace("{room}", String.valueOf(actor.roomId()))
                .replace("{message}", String.valueOf(actor.messageId()))
                .replace("{name}", actor.username())
                .replace("{new}", actor.username() + "-" + generated)
                .replace("{client}", actor.username() + "-" + (random.oneIn(5) ? 0 : generated));
    }

    private byte[] body(Route route, String type, Actor actor) {
        if (random.oneIn(20)) {
            return bytes(random.pick(HostileValues.BODIES));
        }
        if (random.oneIn(200)) {
            return random.bytes(random.below(2_000));
        }
        if (route.type() == null) {
            return random.oneIn(30) ? bytes("x=1") : new byte[0];
        }
        boolean form = FORM.equals(type);
        List<String> fields = new ArrayList<>();
        for (Field field : route.fields()) {
            String value = random.oneIn(5)
                    ? random.pick(form ? HostileValues.TEXTS : HostileValues.VALUES)
                    : fill(field.value(), actor);
            int times = random.oneIn(15) ? random.below(3) : 1;
            for (int i = 0; i < times; i++) {
                fields.add(form ? field.name() + "=" + value : "\"" + field.name() + "\":" + value);
            }
        }
        if (random.oneIn(15)) {
            fields.add(
                    form ? random.pick(HostileValues.TEXTS) + "=1" : "\"extra\":" + random.pick(HostileValues.VALUES));
        }
        return bytes(form ? String.join("&", fields) : fields.stream().collect(Collectors.joining(",", "{", "}")));
    }

    private String cookie(Route route, Actor actor) {
        if (SESSION_ENDING.contains(route.path()) ? !random.oneIn(20) : random.oneIn(12)) {
            return null;
        }
        return route.path().startsWith("/admin") && !random.oneIn(5)
                ? site.administrator().cookie()
                : actor.cookie();
    }

    private List<String> headers(String type, String cookie) {
        List<String> headers = new ArrayList<>();
        headers.add("Host: " + host);
        if (cookie != null) {
            headers.add("Cookie: " + cookie);
        }
        if (type != null) {
            headers.add("Content-Type: " + type);
        }
        while (random.oneIn(4)) {
            headers.add(random.below(headers.size() + 1), random.pick(HostileValues.HEADERS));
        }
        return headers;
    }

    /** A request whose end or kind is ambiguous. */
    private byte[] misframed(String method, String target, List<String> headers, byte[] body) {
        String line = method + " " + target + " ";
        switch (random.below(18)) {
            case 0 -> headers.add("Content-Length: " + (body.length + 1 + random.below(100_000)));
            case 1 -> headers.add("Content-Length: " + Math.max(0, body.length - 1 - random.below(10)));
            case 2 -> headers.add("Content-Length: " + random.pick(HostileValues.TEXTS));
            case 3 -> headers.addAll(List.of("Content-Length: " + body.length, "Content-Length: " + body.length + 1));
            case 4 -> headers.addAll(List.of("Content-Length: " + body.length, "Transfer-Encoding: chunked"));
            case 5 ->
                headers.add(
                        "Transfer-Encoding: " + random.pick(List.of("gzip", "chunked, chunked", "x", "", "chunKed")));
            case 6 -> {
                headers.add("Transfer-Encoding: chunked");
                return join(head(line + "HTTP/1.1", headers, "\r\n"), chunked(body));
            }
            case 7 -> {
                return join(head(line + "HTTP/1.0", headers, "\r\n"), body);
            }
            case 8 -> {
                return join(
                        head(
                                line + random.pick(List.of("HTTP/2.0", "HTTP/0.9", "HTTP/9.9", "HTTQ/1.1", "")),
                                headers,
                                "\r\n"),
                        body);
            }
            case 9 -> {
                return join(head(line + "HTTP/1.1", headers, "\n"), body);
            }
            case 10 -> {
                return join(head(line + "HTTP/1.1", headers, "\r"), body);
            }
            case 11 -> headers.add(" folded: value");
            case 12 -> headers.add("X: a\u0000b");
            case 13 -> headers.removeIf(header -> header.startsWith("Host"));
            case 14 -> {
                String url = "http://" + random.pick(List.of(host, "evil.example", "[::1", "a@b:c", "")) + target;
                return join(head(method + " " + url + " HTTP/1.1", headers, "\r\n"), body);
            }
            case 15 -> {
                return join(head("CONNECT " + host + " HTTP/1.1", headers, "\r\n"), body);
            }
            case 16 -> {
                return join(bytes("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n"), random.bytes(random.below(200)));
            }
            default -> {
                for (int i = random.below(300); i > 0; i--) {
                    headers.add("X-" + i + ": " + "z".repeat(random.below(80)));
                }
            }
        }
        return join(head(line + "HTTP/1.1", headers, "\r\n"), body);
    }

    private byte[] chunked(byte[] body) {
        String text = new String(body, StandardCharsets.UTF_8);
        String size = Integer.toHexString(body.length);
        return bytes(
                switch (random.below(9)) {
                    case 0, 1 -> size + "\r\n" + text + "\r\n0\r\n\r\n";
                    case 2 -> size + ";ext=\"x\r\n" + text + "\r\n0\r\nTrailer: x\r\n\r\n";
                    case 3 -> "ffffffffffffffff\r\n" + text;
                    case 4 -> "-1\r\n" + text + "\r\n0\r\n\r\n";
                    case 5 -> size + "\r\n" + text + "0\r\n\r\n";
                    case 6 -> "xyz\r\n" + text + "\r\n0\r\n\r\n";
                    case 7 -> "7fffffff\r\n" + text + "\r\n";
                    default -> "1\r\n{\r\n".repeat(1_000) + "0\r\n\r\n";
                });
    }

    private static byte[] head(String line, List<String> headers, String newline) {
        return (line + newline + String.join(newline, headers) + newline + newline)
                .getBytes(StandardCharsets.ISO_8859_1);
    }

    private byte[] mutate(byte[] whole) {
        return Mutator.mutate(random, whole);
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static byte[] join(byte[] first, byte[] second) {
        ByteArrayOutputStream joined = new ByteArrayOutputStream(first.length + second.length);
        joined.writeBytes(first);
        joined.writeBytes(second);
        return joined.toByteArray();
    }
}
