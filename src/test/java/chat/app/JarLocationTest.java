package chat.app;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.CookieManager;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The jar works in any folder and under any name. */
class JarLocationTest {
    private static final Pattern FILE = Pattern.compile("(?:href|src)=\"(/static/[^\"]+)\"");

    @TempDir
    Path folder;

    private final HttpClient browser =
            HttpClient.newBuilder().cookieHandler(new CookieManager()).build();

    @ParameterizedTest
    @ValueSource(strings = {"Bücher und 日本/chat.jar", "a[b];c?d#e%f+g!h/chat.jar", "plain/chät [1];(2)?#%20+! neu.jar"})
    void theJarWorksInAnyFolder(String place) throws IOException, InterruptedException {
        PackedProgram program = PackedProgram.at(folder.resolve(place), folder);
        Process process = program.start(Map.of());
        try {
            String url = program.url(process);
            assertAllFilesAreServed(url + "/login");
            post(url + "/register", "username=alice&password=password123&confirm_password=password123", 303);
            assertAllFilesAreServed(url + "/chat");
            post(url + "/register", "username=bobby&password=password123&confirm_password=password123", 303);
            post(url + "/send_message", "receiver_id=1&message_content=hi", 201);
        } finally {
            process.destroy();
        }
        assertTrue(process.waitFor(30, TimeUnit.SECONDS), "the process did not end");
        assertEquals("", program.read("err"));
    }

    private void assertAllFilesAreServed(String page) throws IOException, InterruptedException {
        HttpResponse<String> answer =
                browser.send(HttpRequest.newBuilder(URI.create(page)).build(), BodyHandlers.ofString());
        assertEquals(200, answer.statusCode(), page);
        int files = 0;
        for (MatchResult found : FILE.matcher(answer.body()).results().toList()) {
            URI file = URI.create(page).resolve(found.group(1));
            assertEquals(
                    200,
                    browser.send(HttpRequest.newBuilder(file).build(), BodyHandlers.discarding())
                            .statusCode(),
                    file::toString);
            files++;
        }
        assertTrue(files >= 6, page + " has only " + files);
    }

    private void post(String url, String form, int expected) throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(URI.create(url))
                .header("Content-Type", "application/x-www-form-urlencoded")
                .header("Sec-Fetch-Site", "same-origin")
                .POST(BodyPublishers.ofString(form))
                .build();
        assertEquals(expected, browser.send(request, BodyHandlers.ofString()).statusCode(), url);
    }

    /** Java takes the path of the jar to end at the exclamation mark. */
    @Test
    void aFolderThatJavaCannotReadFromIsReported() throws IOException, InterruptedException {
        PackedProgram program = PackedProgram.at(folder.resolve("new!/chat.jar"), folder);
        Process process = program.start(Map.of());
        assertTrue(process.waitFor(30, TimeUnit.SECONDS), "the process did not end");
        new Program.Ended(process.exitValue(), program.read("out"), program.read("err"))
                .expectOneSentence(2, "rename the folder");
    }
}
