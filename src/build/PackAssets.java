import java.io.ByteArrayOutputStream;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.jar.JarFile;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import java.util.zip.Deflater;
import java.util.zip.GZIPOutputStream;
import java.util.zip.ZipEntry;

/**
 * Runs while the project is built. Copies every file that is served into one folder of the jar, each with a compressed
 * copy where that is shorter, and lists them in {@code index}. Of the front end's libraries only the files that a
 * template or a style sheet names are taken; one that is named but missing fails the build.
 */
final class PackAssets {
    private static final String WEBJARS = "META-INF/resources/webjars/";
    /** In templates: {@code {{ webjars.bootstrap }}/css/bootstrap.min.css}. */
    private static final Pattern IN_TEMPLATE = Pattern.compile("\\{\\{ *webjars\\.(\\w+) *}}/([\\w./-]+)");
    /** In style sheets, with the version: {@code /webjars/bootstrap-icons/1.13.1/icons/search.svg}. */
    private static final Pattern IN_STYLE = Pattern.compile("/webjars/([\\w-]+)/[\\w.-]+/([\\w./-]+)");

    private final Map<String, byte[]> files = new TreeMap<>();

    /** Arguments: the static files, the templates, the class path with the libraries, the folder to write to. */
    public static void main(String[] arguments) throws IOException {
        Path statics = Path.of(arguments[0]);
        Path templates = Path.of(arguments[1]);
        List<Path> jars = Stream.of(arguments[2].split(File.pathSeparator))
                .map(Path::of)
                .filter(path -> path.toString().endsWith(".jar"))
                .toList();
        PackAssets pack = new PackAssets();
        pack.addStatic(statics);
        Set<String> named = new TreeSet<>();
        named.addAll(named(templates, IN_TEMPLATE));
        named.addAll(named(statics, IN_STYLE));
        pack.addLibraries(jars, named);
        pack.write(Path.of(arguments[3]));
    }

    private void addStatic(Path folder) throws IOException {
        for (Path file : filesIn(folder)) {
            String name = folder.relativize(file).toString().replace(File.separatorChar, '/');
            files.put("static/" + name, Files.readAllBytes(file));
        }
    }

    private static Set<String> named(Path folder, Pattern pattern) throws IOException {
        Set<String> named = new TreeSet<>();
        for (Path file : filesIn(folder)) {
            Matcher matcher = pattern.matcher(Files.readString(file));
            while (matcher.find()) {
                named.add(matcher.group(1) + "/" + matcher.group(2));
            }
        }
        return named;
    }

    private static List<Path> filesIn(Path folder) throws IOException {
        try (Stream<Path> found = Files.walk(folder)) {
            return found.filter(Files::isRegularFile).sorted().toList();
        }
    }

    private void addLibraries(List<Path> jars, Set<String> named) throws IOException {
        Set<String> missing = new TreeSet<>(named);
        for (Path path : jars) {
            try (JarFile jar = new JarFile(path.toFile())) {
                for (ZipEntry entry : jar.stream().toList()) {
                    if (entry.getName().startsWith(WEBJARS) && named.contains(unversioned(entry.getName()))) {
                        missing.remove(unversioned(entry.getName()));
                        files.put("webjars/" + entry.getName().substring(WEBJARS.length()), read(jar, entry));
                    }
                }
            }
        }
        if (!missing.isEmpty()) {
            throw new IllegalStateException("No library has " + missing);
        }
    }

    /** {@code META-INF/resources/webjars/NAME/VERSION/FILE} as {@code NAME/FILE}. */
    private static String unversioned(String entry) {
        return entry.substring(WEBJARS.length()).replaceFirst("/[^/]+/", "/");
    }

    private static byte[] read(JarFile jar, ZipEntry entry) throws IOException {
        try (InputStream file = jar.getInputStream(entry)) {
            return file.readAllBytes();
        }
    }

    private void write(Path folder) throws IOException {
        delete(folder);
        for (Map.Entry<String, byte[]> file : files.entrySet()) {
            write(folder.resolve(file.getKey()), file.getValue());
            byte[] compressed = gzip(file.getValue());
            if (compressed.length < file.getValue().length) {
                write(folder.resolve(file.getKey() + ".gz"), compressed);
            }
        }
        write(folder.resolve("index"), String.join("\n", files.keySet()).getBytes(StandardCharsets.UTF_8));
    }

    /** What an earlier build left may not be served any more. */
    private static void delete(Path folder) throws IOException {
        if (Files.exists(folder)) {
            List<Path> found = new ArrayList<>();
            try (Stream<Path> walk = Files.walk(folder)) {
                walk.forEach(found::add);
            }
            for (int i = found.size() - 1; i >= 0; i--) {
                Files.delete(found.get(i));
            }
        }
    }

    private static void write(Path file, byte[] content) throws IOException {
        Files.createDirectories(file.getParent());
        Files.write(file, content);
    }

    private static byte[] gzip(byte[] content) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (OutputStream gzip = new GZIPOutputStream(bytes) {
            {
                def.setLevel(Deflater.BEST_COMPRESSION);
            }
        }) {
            gzip.write(content);
        }
        return bytes.toByteArray();
    }
}
