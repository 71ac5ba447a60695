package chat.web;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import chat.app.TestServer;
import chat.testing.RawHttp;
import chat.testing.RunningServer;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Only files meant to be served are served. */
class ServedFilesTest {
    @RegisterExtension
    static final RunningServer running = new RunningServer();

    private static RawHttp ask(String request) {
        return ask(request, " HTTP/1.1");
    }

    private static RawHttp ask(String request, String version) {
        return RawHttp.send(
                running.get().port(), request + version + "\r\nHost: 127.0.0.1\r\nConnection: close\r\n\r\n");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/static/",
                "/static/js",
                "/static/js/",
                "/static/css/",
                "/webjars/",
                "/webjars/bootstrap/",
                "/static/dev/js/chat.js",
                "/static/vendor/bootstrap/css/bootstrap.css",
                "/static/../assets/index",
                "/static/js/../../build.properties",
                "/build.properties",
                "/assets/index",
                "/assets/entries",
                "/logback.xml",
                "/templates/chat.peb",
                "/db/migration/V1__chat.sql",
                "/META-INF/MANIFEST.MF",
                "/META-INF/sbom/bom.json",
                "/chat/app/Main.class",
                "/.git/config",
                "/messaging.db"
            })
    void noFolderIsListedAndNothingElseIsServed(String path) {
        RawHttp answer = ask("GET " + path);
        assertEquals(404, answer.status(), answer.head());
    }

    /** The addresses of the style sheets of the login page. */
    private static List<String> addresses() {
        return named("(/static/css/[^\"]+)");
    }

    private static List<String> named(String pattern) {
        String page = running.visitor().get("/login").body();
        List<String> addresses = Pattern.compile("\"" + pattern + "\"")
                .matcher(page)
                .results()
                .map(found -> found.group(1))
                .toList();
        assertTrue(addresses.size() >= 2, page);
        return addresses;
    }

    /** Otherwise each spelling of an address would be cached, and a stranger could fill the memory. */
    @Test
    void aFileHasOneAddress() {
        for (String address : addresses()) {
            assertEquals(200, ask("GET " + address).status(), address);
            for (String other : List.of(
                    address.replace(".css", ".%63ss"),
                    address.replace(".css", ".cs%73"),
                    address.replace("/css/", "/%63ss/"),
                    address.replace("/css/", "/css;a=b/"),
                    address.replace("/css/", "/css/./"),
                    address.replace("/css/", "//css/"),
                    address.replace("/css/", "/css/x/../"),
                    address.replace(".css", ".css;a"),
                    address.replace(".css", ".css/"),
                    address.replace(".css", ".CSS"),
                    address + ".gz",
                    "/" + address)) {
                RawHttp answer = ask("GET " + other + " HTTP/1.1\r\nAccept-Encoding: gzip", "");
                assertTrue(answer.status() == 404 || answer.status() == 400, other + answer.head());
                assertTrue(answer.body().contains("\"error\""), other + answer.body());
                assertTrue(answer.head().contains("cache-control: no-store"), other + answer.head());
            }
        }
    }

    @Test
    void aFileIsCompressedForClientsThatAcceptIt() {
        for (String address : addresses()) {
            for (String yes : List.of("gzip", "br, GZIP;q=0.5", "gzip, deflate, br, zstd")) {
                RawHttp answer = ask("GET " + address + " HTTP/1.1\r\nAccept-Encoding: " + yes, "");
                assertTrue(answer.head().contains("content-encoding: gzip"), yes + answer.head());
                assertTrue(answer.head().contains("vary: accept-encoding"), yes + answer.head());
                assertTrue(answer.head().contains("content-type: text/css"), yes + answer.head());
            }
            for (String no : List.of("", "br", "gzip;q=0", "gzipped")) {
                RawHttp answer = ask("GET " + address + " HTTP/1.1\r\nAccept-Encoding: " + no, "");
                assertFalse(answer.head().contains("content-encoding"), no + answer.head());
                assertTrue(answer.head().contains("vary: accept-encoding"), no + answer.head());
                assertTrue(answer.body().contains("{"), "the answer is not the style sheet");
            }
        }
    }

    @Test
    void aFileThatABrowserHasIsNotSentAgain() {
        for (String address : addresses()) {
            String tag = ask("GET " + address)
                    .head()
                    .replaceAll("(?s).*etag: (\\S+).*", "$1")
                    .replace("w/", "W/");
            for (String known : List.of(tag, "\"other\", " + tag, tag.substring(2), "*")) {
                RawHttp answer = ask("GET " + address + " HTTP/1.1\r\nIf-None-Match: " + known, "");
                assertEquals(304, answer.status(), known);
                assertEquals("", answer.body());
                assertTrue(answer.head().contains("immutable"), answer.head());
            }
            assertEquals(
                    200,
                    ask("GET " + address + " HTTP/1.1\r\nIf-None-Match: \"other\"", "")
                            .status());
        }
    }

    @Test
    void aHeadRequestHasTheHeadersOfTheFileAndNoBody() {
        for (String address : addresses()) {
            RawHttp whole = ask("GET " + address);
            RawHttp head = ask("HEAD " + address);
            assertEquals(200, head.status());
            assertEquals("", head.body());
            assertEquals(withoutId(whole), withoutId(head));
        }
    }

    private static String withoutId(RawHttp answer) {
        return answer.head().replaceAll("(x-request-id|date): .*", "");
    }

    @Test
    void everyFileHasItsType() {
        Map<String, String> types = Map.of(
                "js", "text/javascript",
                "css", "text/css",
                "svg", "image/svg+xml");
        Set<String> seen = new HashSet<>();
        for (String address : named("(/static/[^\"]+)")) {
            String ending = address.substring(address.lastIndexOf('.') + 1);
            seen.add(ending);
            RawHttp file = ask("GET " + address);
            assertTrue(file.head().contains("content-type: " + types.get(ending)), address + file.head());
        }
        assertEquals(types.keySet(), seen);
    }

    @Test
    void aFileCannotBePostedTo() {
        RawHttp answer = ask("POST " + addresses().get(0) + " HTTP/1.1\r\nContent-Length: 0", "");
        assertEquals(404, answer.status(), answer.head());
    }

    /** The metrics keep each combination of route and method for ever. */
    @Test
    void unknownMethodsAreCountedTogether() {
        for (String path : List.of("/static/nothing", addresses().get(0), "/nothing")) {
            ask("STRANGE " + path);
        }
        String metrics = running.visitor()
                .fetch("GET", "/metrics", null, "Authorization", "Bearer " + TestServer.METRICS_TOKEN)
                .expect(200)
                .body();
        assertTrue(metrics.contains("route=\"/static/{file}\""), metrics);
        assertFalse(metrics.contains("STRANGE"), metrics);
    }

    @Test
    void traceIsRefused() {
        RawHttp answer = ask("TRACE /login");
        assertEquals(405, answer.status(), answer.head());
    }
}
