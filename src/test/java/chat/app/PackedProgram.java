package chat.app;

import java.io.File;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.jar.Attributes;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** The program as a jar, as users start it. The jar contains our classes and files, and refers to the libraries. */
record PackedProgram(Path jar, Path folder) {
    private static final Pattern READY = Pattern.compile("http://localhost:(\\d+)");

    /** Creates the jar at this path. The program is started in the folder. */
    static PackedProgram at(Path jar, Path folder) throws IOException {
        Files.createDirectories(jar.getParent());
        Manifest manifest = new Manifest();
        manifest.getMainAttributes().put(Attributes.Name.MANIFEST_VERSION, "1.0");
        manifest.getMainAttributes().put(Attributes.Name.MAIN_CLASS, "chat.app.Main");
        manifest.getMainAttributes().put(Attributes.Name.CLASS_PATH, libraries());
        manifest.getMainAttributes().putValue("Enable-Native-Access", "ALL-UNNAMED");
        try (OutputStream file = Files.newOutputStream(jar);
                JarOutputStream packed = new JarOutputStream(file, manifest)) {
            packed.setLevel(0);
            add(Path.of("target", "classes"), packed);
        }
        return new PackedProgram(jar, folder);
    }

    private static String libraries() {
        return String.join(
                " ",
                Stream.of(System.getProperty("java.class.path").split(File.pathSeparator))
                        .filter(path -> path.endsWith(".jar"))
                        .map(path -> Path.of(path).toUri().toString())
                        .toList());
    }

    private static void add(Path classes, JarOutputStream packed) throws IOException {
        try (Stream<Path> files = Files.walk(classes)) {
            for (Path file : files.skip(1).toList()) {
                String name = classes.relativize(file).toString().replace(File.separatorChar, '/');
                // Flyway finds nothing in a folder without an entry in the jar.
                packed.putNextEntry(new JarEntry(Files.isDirectory(file) ? name + "/" : name));
                if (Files.isRegularFile(file)) {
                    Files.copy(file, packed);
                }
            }
        }
    }

    /** @param options options of the JVM */
    Process start(Map<String, String> environment, String... options) throws IOException {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.add("-XX:TieredStopAtLevel=1");
        command.addAll(List.of(options));
        command.addAll(List.of("-jar", jar.toString()));
        ProcessBuilder builder = new ProcessBuilder(command);
        builder.directory(folder.toFile());
        builder.redirectOutput(folder.resolve("out").toFile());
        builder.redirectError(folder.resolve("err").toFile());
        builder.environment()
                .putAll(Map.of("HOST", "127.0.0.1", "PORT", "0", "BCRYPT_COST", "4", "REQUEST_LOG", "off"));
        builder.environment().putAll(environment);
        return builder.start();
    }

    /** Waits until the server is ready and returns its address. Up to a minute, as a busy machine starts a JVM slowly. */
    String url(Process process) throws InterruptedException {
        for (int i = 0; i < 3_000 && !READY.matcher(read("out")).find(); i++) {
            if (process.waitFor(20, TimeUnit.MILLISECONDS)) {
                break;
            }
        }
        Matcher ready = READY.matcher(read("out"));
        if (!ready.find()) {
            throw new AssertionError("It did not start: " + read("err"));
        }
        return "http://127.0.0.1:" + ready.group(1);
    }

    String read(String file) {
        try {
            return Files.readString(folder.resolve(file));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
