import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.jar.JarFile;
import java.util.zip.ZipEntry;

/** esbuild's program. Its jar for this platform is on the class path, where there is one. */
final class Esbuild {
    /** What older browsers lack is written in other words, where there are some. */
    private static final String TARGET = "es2022,chrome111,firefox114,safari16.4";

    private final Path program;
    private final Path work;

    private Esbuild(Path program, Path work) {
        this.program = program;
        this.work = work;
    }

    /** Empty if there is no program that runs on this platform. */
    static Optional<Esbuild> find(Path work) throws IOException, InterruptedException {
        for (Path path : Libraries.jars().toList()) {
            try (JarFile jar = new JarFile(path.toFile())) {
                Optional<? extends ZipEntry> entry = jar.stream()
                        .filter(file ->
                                file.getName().matches("META-INF/resources/_static/.*/(bin/esbuild|esbuild\\.exe)"))
                        .findFirst();
                if (entry.isPresent()) {
                    return extract(jar, entry.get(), work);
                }
            }
        }
        return Optional.empty();
    }

    private static Optional<Esbuild> extract(JarFile jar, ZipEntry entry, Path work)
            throws IOException, InterruptedException {
        Path program = work.resolve(entry.getName().endsWith(".exe") ? "esbuild.exe" : "esbuild")
                .toAbsolutePath();
        try (InputStream file = jar.getInputStream(entry)) {
            Folders.write(program, file.readAllBytes());
        }
        program.toFile().setExecutable(true);
        return runs(program) ? Optional.of(new Esbuild(program, work)) : Optional.empty();
    }

    private static boolean runs(Path program) throws InterruptedException {
        ProcessBuilder version = new ProcessBuilder(program.toString(), "--version").redirectErrorStream(true);
        try {
            return version.start().waitFor() == 0;
        } catch (IOException otherPlatform) {
            return false;
        }
    }

    /** Whether esbuild packs a file of this name with what it imports. */
    static boolean packs(String name) {
        return name.endsWith(".js") || name.endsWith(".css");
    }

    /**
     * Packs an entry with what it imports, but for what it imports later. Packed alone, a page loads few files: packed
     * together, entries would share many small ones. The packed files have hashes in their names.
     *
     * @return the names of the packed file and of those that it imports at once
     */
    List<String> pack(Path from, Path to, String entry) throws IOException, InterruptedException {
        Path description = work.resolve("packed.json").toAbsolutePath();
        int code = new ProcessBuilder(
                        program.toString(),
                        entry,
                        "--bundle",
                        "--splitting",
                        "--format=esm",
                        "--minify",
                        "--target=" + TARGET,
                        "--legal-comments=eof",
                        "--loader:.svg=dataurl",
                        "--entry-names=[dir]/[name]-[hash]",
                        "--chunk-names=js/[name]-[hash]",
                        "--log-level=warning",
                        "--outbase=.",
                        "--outdir=" + to.toAbsolutePath(),
                        "--metafile=" + description)
                .directory(from.toFile())
                .inheritIO()
                .start()
                .waitFor();
        if (code != 0) {
            throw new IllegalStateException("esbuild ended with " + code);
        }
        JsonNode outputs =
                new ObjectMapper().readTree(Files.readString(description)).get("outputs");
        Set<String> files = new LinkedHashSet<>();
        outputs.properties().forEach(output -> {
            if (output.getValue().path("entryPoint").asText().equals(entry)) {
                addWithImports(output.getKey(), outputs, files);
            }
        });
        return files.stream().map(file -> name(file, from, to)).toList();
    }

    private static void addWithImports(String file, JsonNode outputs, Set<String> files) {
        if (files.add(file)) {
            for (JsonNode imported : outputs.get(file).get("imports")) {
                if (imported.get("kind").asText().equals("import-statement")) {
                    addWithImports(imported.get("path").asText(), outputs, files);
                }
            }
        }
    }

    /** esbuild names what it writes from where it ran. */
    private static String name(String file, Path from, Path to) {
        return Folders.name(
                to.toAbsolutePath().normalize(),
                from.toAbsolutePath().resolve(file).normalize());
    }
}
