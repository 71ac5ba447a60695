package chat.web;

import static org.junit.jupiter.api.Assertions.assertEquals;

import chat.testing.Person;
import chat.testing.RawHttp;
import chat.testing.RunningServer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Only what is meant to be served is. */
class ServedFilesTest {
    @RegisterExtension
    static final RunningServer running = new RunningServer();

    private static RawHttp ask(String request) {
        return RawHttp.send(
                running.get().port(), request + " HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\n\r\n");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/static/",
                "/static/js/",
                "/webjars/",
                "/webjars/bootstrap/",
                "/static/js/../../build.properties",
                "/build.properties",
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

    @Test
    void noFolderOfTheStaticFilesIsListed() {
        Person visitor = running.visitor();
        String page = visitor.get("/login").body();
        String assets = page.replaceAll("(?s).*?(/static/[0-9a-z]+/).*", "$1");
        for (String folder : new String[] {assets, assets + "js", assets + "js/", assets + "css/"}) {
            assertEquals(404, visitor.get(folder).status(), folder);
        }
    }

    @Test
    void aTraceIsNotAnswered() {
        RawHttp answer = ask("TRACE /login");
        assertEquals(405, answer.status(), answer.head());
    }
}
