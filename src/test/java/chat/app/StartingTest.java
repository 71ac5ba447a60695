package chat.app;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The program as its own process: what it says when it cannot start. */
class StartingTest {
    private record Ended(int status, String out, String err) {}

    @TempDir
    Path folder;

    private Process start(Map<String, String> environment, String... arguments) throws IOException {
        ProcessBuilder builder = new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-cp",
                System.getProperty("java.class.path"),
                "chat.app.Main");
        builder.command().addAll(java.util.List.of(arguments));
        builder.directory(folder.toFile());
        builder.redirectOutput(folder.resolve("out").toFile());
        builder.redirectError(folder.resolve("err").toFile());
        builder.environment().putAll(Map.of("HOST", "127.0.0.1", "PORT", "0"));
        builder.environment().putAll(environment);
        return builder.start();
    }

    private Ended run(Map<String, String> environment, String... arguments) throws IOException, InterruptedException {
        return end(start(environment, arguments));
    }

    private Ended end(Process process) throws IOException, InterruptedException {
        try {
            assertTrue(process.waitFor(30, TimeUnit.SECONDS), "it ends");
        } finally {
            process.destroyForcibly();
        }
        return new Ended(process.exitValue(), read("out"), read("err"));
    }

    private String read(String file) throws IOException {
        return Files.readString(folder.resolve(file), StandardCharsets.UTF_8);
    }

    private static void assertOneSentence(Ended ended, int status, String about) {
        assertEquals(status, ended.status(), ended::toString);
        assertEquals("", ended.out());
        assertEquals(1, ended.err().strip().lines().count(), ended::err);
        assertTrue(ended.err().contains(about), ended::err);
        assertFalse(ended.err().contains("Exception"), ended::err);
    }

    @Test
    void aTakenPortIsTold() throws IOException, InterruptedException {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            String port = String.valueOf(taken.getLocalPort());
            assertOneSentence(run(Map.of("PORT", port)), 1, port);
        }
    }

    @Test
    void aDatabaseThatCannotBeUsedIsTold() throws IOException, InterruptedException {
        Files.writeString(folder.resolve("letter.txt"), "This is no database, but a letter to somebody. ".repeat(100));
        assertOneSentence(run(Map.of("DATABASE_URL", "letter.txt")), 1, "letter.txt");
        assertOneSentence(run(Map.of("DATABASE_URL", "nowhere/chat.db")), 1, "nowhere");
        Files.createDirectory(folder.resolve("folder"));
        assertOneSentence(run(Map.of("DATABASE_URL", "folder")), 1, "folder");
    }

    @Test
    void aValueThatMakesNoSenseIsTold() throws IOException, InterruptedException {
        assertOneSentence(run(Map.of("PORT", "abc")), 2, "PORT");
        assertOneSentence(run(Map.of(), "--nonsense"), 2, "--nonsense");
    }

    @Test
    void itSaysWhereToOpenTheBrowserAndEndsWhenTold() throws IOException, InterruptedException {
        Process process = start(Map.of());
        try {
            chat.testing.Eventually.until(() -> {
                try {
                    return read("out").contains("\n");
                } catch (IOException e) {
                    throw new java.io.UncheckedIOException(e);
                }
            });
        } finally {
            process.destroy(); // SIGTERM
        }
        long begin = System.nanoTime();
        Ended ended = end(process);
        assertTrue(System.nanoTime() - begin < TimeUnit.SECONDS.toNanos(5));
        assertTrue(ended.out().strip().matches(".*http://localhost:\\d+.*"), ended::toString);
        assertEquals(1, ended.out().lines().count());
        assertTrue(Files.exists(folder.resolve("messaging.db")), "in the folder it is started from");
    }
}
