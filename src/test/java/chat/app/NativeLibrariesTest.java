package chat.app;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** Where the native libraries of SQLite and JNA are unpacked. */
@EnabledOnOs(OS.LINUX)
@Tag("sqlite")
class NativeLibrariesTest {
    @TempDir
    Path folder;

    private Path temporary;
    private Path work;
    private PackedProgram program;

    @BeforeEach
    void aProgram() throws IOException {
        temporary = Files.createDirectory(folder.resolve("tmp"));
        work = Files.createDirectory(folder.resolve("work"));
        program = PackedProgram.at(folder.resolve("jar/chat.jar"), work);
    }

    private static Set<String> files(Path folder) throws IOException {
        try (Stream<Path> found = Files.walk(folder)) {
            return new TreeSet<>(found.filter(Files::isRegularFile)
                    .map(file -> folder.relativize(file).toString())
                    .toList());
        }
    }

    /** Starts the server, waits until it serves, kills it, and returns its error output. */
    private String serveAndKill(String... options) throws IOException, InterruptedException {
        Process process = program.start(Map.of(), options);
        try {
            program.url(process);
        } finally {
            process.destroyForcibly();
        }
        assertTrue(process.waitFor(30, TimeUnit.SECONDS), "the process did not end");
        return program.read("err");
    }

    private String inTemporary() {
        return "-Djava.io.tmpdir=" + temporary;
    }

    @Test
    void killedServersLeaveOneCopyOfTheLibraries() throws IOException, InterruptedException {
        assertEquals("", serveAndKill(inTemporary()));
        Set<String> first = files(temporary);
        assertEquals(2, first.size(), first::toString);
        serveAndKill(inTemporary());
        serveAndKill(inTemporary());
        assertEquals(first, files(temporary));
    }

    @Test
    void modifiedLibrariesAreReplaced() throws IOException, InterruptedException {
        serveAndKill(inTemporary());
        for (String file : files(temporary)) {
            Files.writeString(temporary.resolve(file), "another");
        }
        assertEquals("", serveAndKill(inTemporary()));
        for (String file : files(temporary)) {
            assertTrue(Files.size(temporary.resolve(file)) > 100_000, file);
        }
    }

    /** Another user can create a folder of this name in the temporary folder first. */
    @Test
    void aFolderThatOthersCanWriteToIsNotUsed() throws IOException, InterruptedException {
        Object user = Files.getAttribute(Path.of("/proc/self"), "unix:uid");
        Path open = Files.createDirectory(temporary.resolve("chat-native-" + user));
        Files.setPosixFilePermissions(open, PosixFilePermissions.fromString("rwxrwxrwx"));
        assertEquals("", serveAndKill(inTemporary()));
        assertEquals(Set.of(), files(temporary));
        assertTrue(files(work).stream().anyMatch(file -> file.endsWith("libsqlitejdbc.so")), "beside the database");
    }

    @Test
    void theFolderOfTheDatabaseIsUsedIfTheTemporaryOneCannotBe() throws IOException, InterruptedException {
        Path none = Files.writeString(folder.resolve("none"), "no folder");
        assertEquals("", serveAndKill("-Djava.io.tmpdir=" + none));
        serveAndKill("-Djava.io.tmpdir=" + none);
        assertEquals(
                2, files(work).stream().filter(file -> file.endsWith(".so")).count(), "one of each");
    }

    @Test
    void withoutAUsableFolderOneSentenceNamesTheRemedy() throws IOException, InterruptedException {
        Path none = Files.writeString(folder.resolve("none"), "no folder");
        Process process = program.start(Map.of(), "-Dorg.sqlite.tmpdir=" + none);
        assertTrue(process.waitFor(30, TimeUnit.SECONDS), "the process did not end");
        new Program.Ended(process.exitValue(), program.read("out"), program.read("err"))
                .expectOneSentence(1, "-Dorg.sqlite.tmpdir=");
    }

    @Test
    void librariesBesideTheJarAreUsed() throws IOException, InterruptedException {
        serveAndKill(inTemporary());
        for (String file : files(temporary)) {
            Files.move(
                    temporary.resolve(file),
                    program.jar().resolveSibling(Path.of(file).getFileName()));
        }
        serveAndKill(inTemporary());
        assertEquals(Set.of(), files(temporary));
    }

    @Test
    void oldLeftoversOfKilledServersAreDeleted() throws IOException, InterruptedException {
        String name = "sqlite-3.54.1.0-30926919-265a-47b0-9acd-f968c598f0a6-libsqlitejdbc.so";
        Path jna = Files.createDirectory(temporary.resolve("jna-3506402"));
        List<Path> old =
                List.of(temporary.resolve(name), temporary.resolve(name + ".lck"), jna.resolve("jna123456789.tmp"));
        List<Path> others = List.of(
                temporary.resolve(name.replace('3', '4')),
                temporary.resolve("sqlite-notes.txt"),
                temporary.resolve("x" + name));
        for (Path file : Stream.concat(old.stream(), others.stream()).toList()) {
            Files.writeString(file, "x");
            Files.setLastModifiedTime(file, FileTime.from(Instant.now().minus(Duration.ofDays(1))));
        }
        Files.setLastModifiedTime(others.get(0), FileTime.from(Instant.now()));
        serveAndKill(inTemporary());
        old.forEach(file -> assertFalse(Files.exists(file), file::toString));
        others.forEach(file -> assertTrue(Files.exists(file), file::toString));
    }
}
