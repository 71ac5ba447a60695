package chat.app;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** The program as a separate process, started in a folder. */
record Program(Path folder) {
    record Ended(int status, String out, String err) {
        /** Asserts that the program failed with this status and one sentence, without a stack trace. */
        void expectOneSentence(int expected, String about) {
            assertEquals(expected, status, this::toString);
            assertEquals("", out);
            assertEquals(1, err.strip().lines().count(), err);
            assertTrue(err.contains(about), err);
            assertFalse(err.contains("Exception"), err);
        }
    }

    Process start(Map<String, String> environment, String... arguments) throws IOException {
        return startWithin(List.of(), environment, arguments);
    }

    /** Starts the program through another command, which gets the command line as its last arguments. */
    Process startWithin(List<String> outer, Map<String, String> environment, String... arguments) throws IOException {
        List<String> command = new ArrayList<>(outer);
        command.addAll(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-cp",
                System.getProperty("java.class.path"),
                "chat.app.Main"));
        command.addAll(List.of(arguments));
        ProcessBuilder builder = new ProcessBuilder(command);
        builder.directory(folder.toFile());
        builder.redirectOutput(folder.resolve("out").toFile());
        builder.redirectError(folder.resolve("err").toFile());
        builder.environment().putAll(Map.of("HOST", "127.0.0.1", "PORT", "0"));
        builder.environment().putAll(environment);
        return builder.start();
    }

    Ended run(Map<String, String> environment, String... arguments) throws IOException, InterruptedException {
        return end(start(environment, arguments));
    }

    Ended end(Process process) throws InterruptedException {
        try {
            assertTrue(process.waitFor(30, TimeUnit.SECONDS), "the process did not end");
        } finally {
            process.destroyForcibly();
        }
        return new Ended(process.exitValue(), read("out"), read("err"));
    }

    String read(String file) {
        try {
            return Files.readString(folder.resolve(file), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
