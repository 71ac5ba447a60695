import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Enumeration;
import java.util.Map;
import java.util.TreeMap;
import java.util.jar.JarFile;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;

/**
 * The front-end libraries on the class path, as WebJars. Our files name them without a version:
 * {@code vendor/bootstrap-icons/icons/search.svg}. Only the files that are named are taken, and those that they import.
 */
final class Libraries {
    private static final String WEBJARS = "META-INF/resources/webjars/";
    private static final Pattern NAMED = Pattern.compile("\\bvendor/([\\w./-]+)");
    /** In modules of a library, which import each other by relative paths. */
    private static final Pattern IMPORTED = Pattern.compile("\\b(?:from|import)\\s*\\(?[\"'](\\.[^\"']+)[\"']");

    private static final Pattern EXPORT =
            Pattern.compile("\\bexport\\s*[{*]|\\bexport (default|const|let|function|class)\\b");

    private final Path folder;
    private final Path vendor;
    /** The bytes of each file of each library, by its name without the version. */
    private final Map<String, byte[]> files = new TreeMap<>();

    Libraries(Path folder) throws IOException {
        this.folder = folder;
        this.vendor = folder.resolve("vendor");
        for (Path jar : jars().toList()) {
            read(jar);
        }
    }

    static Stream<Path> jars() {
        return Stream.of(System.getProperty("java.class.path").split(File.pathSeparator))
                .filter(path -> path.endsWith(".jar"))
                .map(Path::of);
    }

    private void read(Path path) throws IOException {
        try (JarFile jar = new JarFile(path.toFile())) {
            for (Enumeration<? extends ZipEntry> entries = jar.entries(); entries.hasMoreElements(); ) {
                ZipEntry entry = entries.nextElement();
                if (entry.getName().startsWith(WEBJARS) && !entry.isDirectory()) {
                    try (InputStream file = jar.getInputStream(entry)) {
                        files.put(unversioned(entry.getName()), file.readAllBytes());
                    }
                }
            }
        }
    }

    /** {@code META-INF/resources/webjars/NAME/VERSION/FILE} as {@code NAME/FILE}. */
    private static String unversioned(String entry) {
        return entry.substring(WEBJARS.length()).replaceFirst("/[^/]+/", "/");
    }

    /** Copies the files that our files name. One that no library has fails the build. */
    void addNamed() throws IOException {
        Deque<String> named = new ArrayDeque<>();
        for (String text : Folders.texts(folder).values()) {
            NAMED.matcher(text).results().forEach(found -> named.add(found.group(1)));
        }
        while (!named.isEmpty()) {
            String name = named.remove();
            if (!Files.exists(vendor.resolve(name))) {
                byte[] content = files.get(name);
                if (content == null) {
                    throw new IllegalStateException("No library has " + name);
                }
                add(name, content, named);
            }
        }
    }

    private void add(String name, byte[] content, Deque<String> named) throws IOException {
        if (!name.endsWith(".js") && !name.endsWith(".mjs")) {
            Folders.write(vendor.resolve(name), content);
            return;
        }
        String script = new String(content, StandardCharsets.UTF_8);
        Folders.write(vendor.resolve(name), asModule(script).getBytes(StandardCharsets.UTF_8));
        Matcher imports = IMPORTED.matcher(script);
        while (imports.find()) {
            named.add(Folders.name(
                    vendor,
                    vendor.resolve(name).resolveSibling(imports.group(1)).normalize()));
        }
    }

    /** A script from before there were modules puts what it offers into {@code module.exports}, if there is one. */
    private static String asModule(String script) {
        return EXPORT.matcher(script).find()
                ? script
                : "const module = { exports: {} };\nconst exports = module.exports;\n" + script
                        + "\nexport default module.exports;\n";
    }
}
