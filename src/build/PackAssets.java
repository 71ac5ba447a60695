import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Runs while the project is built. Packs the static files, and the files of the libraries that they name, into the few
 * files that the pages load. What a template names is an entry: a script or style sheet is packed
 * with all that it imports.
 *
 * <p>esbuild has a program for each platform. Where there is none, the files are served as they are: the same pages in
 * more requests.
 */
final class PackAssets {
    /** In templates: {@code {{ asset("css/chat.css") }}} or {@code {{ script("js/chat.js") }}}. */
    private static final Pattern ENTRY = Pattern.compile("(?:asset|script)\\(\"([^\"]+)\"\\)");

    private static final String BOOTSTRAP = "vendor/bootstrap/css/bootstrap.css";

    private final Path templates;
    /** Our files, and beside them the libraries' in {@code vendor}. */
    private final Path plain;

    private final Path work;
    private final Output output;

    private PackAssets(Path templates, Path work, Output output) {
        this.templates = templates;
        this.plain = work.resolve("plain");
        this.work = work;
        this.output = output;
    }

    /**
     * Arguments: the static files, the templates, a folder to work in, the folder to write to. The class path has the
     * libraries and esbuild.
     */
    public static void main(String[] arguments) throws IOException, InterruptedException {
        Path work = Path.of(arguments[2]);
        Folders.delete(work);
        PackAssets pack = new PackAssets(Path.of(arguments[1]), work, new Output(Path.of(arguments[3])));
        pack.collect(Path.of(arguments[0]));
        pack.pack();
    }

    private void collect(Path statics) throws IOException {
        Folders.copy(statics, plain);
        new Libraries(plain).addNamed();
        output.keepLibraries(plain.resolve("vendor"));
    }

    private void pack() throws IOException, InterruptedException {
        Set<String> entries = entries();
        Optional<Esbuild> esbuild = Esbuild.find(work);
        if (esbuild.isPresent()) {
            new UnusedRules(List.of(templates, plain.resolve("js"))).removeFrom(plain.resolve(BOOTSTRAP));
            Path packed = work.resolve("packed");
            for (String entry : entries) {
                if (Esbuild.packs(entry)) {
                    output.addEntry(entry, esbuild.get().pack(plain, packed, entry));
                } else {
                    output.addHashed(entry, Files.readAllBytes(plain.resolve(entry)));
                }
            }
            output.addPacked(packed);
        } else {
            System.err.println("esbuild does not run on this platform. The page is served as it is, in more requests.");
            output.addPlain(plain, entries);
        }
        output.write();
    }

    private Set<String> entries() throws IOException {
        Set<String> entries = new TreeSet<>();
        for (Map.Entry<Path, String> template : Folders.texts(templates).entrySet()) {
            Matcher matcher = ENTRY.matcher(template.getValue());
            while (matcher.find()) {
                if (!Files.isRegularFile(plain.resolve(matcher.group(1)))) {
                    throw new IllegalStateException(
                            template.getKey() + " names " + matcher.group(1) + ", which is not there");
                }
                entries.add(matcher.group(1));
            }
        }
        return entries;
    }
}
