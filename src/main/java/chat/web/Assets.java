package chat.web;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * The static files of the page, packed by the build. Each has exactly one path. They are read once from the jar, so a
 * request never adds to the memory in use. Any thread may call.
 */
public final class Assets {
    /** The build packs them here. See {@code src/build/Output.java}. */
    private static final String PACKED = "/assets/";

    private static final String FOR_DEVELOPMENT = Web.FILES + "dev/";
    private static final String LIBRARIES = "vendor/";
    private static final Pattern PLAIN_NAME = Pattern.compile("[A-Za-z0-9_-][A-Za-z0-9._-]*");

    private final Map<String, Asset> packed = new HashMap<>();
    private final Map<String, List<String>> entries = new HashMap<>();
    private final Path folder;

    /** @param folder where our own files are read at each request, for development; null means the packed ones */
    public Assets(Path folder) {
        this.folder = folder;
        if (folder == null) {
            lines("index").forEach(name -> packed.put(Web.FILES + name, packed(name)));
            lines("entries").map(line -> List.of(line.split(" "))).forEach(this::addEntry);
        }
    }

    private static Stream<String> lines(String name) {
        return new String(resource(name), StandardCharsets.UTF_8).lines();
    }

    private static Asset packed(String name) {
        return Asset.of(name, resource("served/" + name), resource("served/" + name + ".gz"));
    }

    /** @param line the name of the entry, and the names of the packed files */
    private void addEntry(List<String> line) {
        entries.put(line.get(0), line.stream().skip(1).map(Web.FILES::concat).toList());
    }

    /** The path of a file by its name in the source folder, such as {@code js/chat.js}. Packed ones change with content. */
    public String path(String name) {
        return folder == null ? entry(name).get(0) : FOR_DEVELOPMENT + name;
    }

    /** The paths of the files that a script imports at once. A page names them, so that they load at the same time. */
    List<String> imports(String name) {
        return folder == null ? entry(name).subList(1, entry(name).size()) : List.of();
    }

    private List<String> entry(String name) {
        List<String> files = entries.get(name);
        if (files == null) {
            throw new IllegalArgumentException("No template named " + name + " when the files were packed");
        }
        return files;
    }

    /** Null if there is no such resource. */
    private static byte[] resource(String name) {
        try (InputStream file = Assets.class.getResourceAsStream(PACKED + name)) {
            return file == null ? null : file.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Whether browsers may cache the files for good. */
    boolean isImmutable() {
        return folder == null;
    }

    /**
     * Returns the file with exactly this path, or null. Nothing is decoded or resolved: another spelling is another
     * path.
     *
     * @param path the path as the client sent it
     */
    Asset find(String path) {
        if (folder != null && path.startsWith(FOR_DEVELOPMENT)) {
            return plain(path.substring(FOR_DEVELOPMENT.length()));
        }
        return packed.get(path);
    }

    private Asset plain(String name) {
        for (String part : name.split("/", -1)) {
            if (!PLAIN_NAME.matcher(part).matches()) {
                return null;
            }
        }
        byte[] content = name.startsWith(LIBRARIES) ? resource(name) : inFolder(name);
        return content == null ? null : Asset.of(name, content, null);
    }

    private byte[] inFolder(String name) {
        try {
            Path file = folder.resolve(name).toRealPath(); // a symbolic link may lead elsewhere
            if (!file.startsWith(folder.toRealPath()) || !Files.isRegularFile(file)) {
                return null;
            }
            return Files.readAllBytes(file);
        } catch (IOException | InvalidPathException e) {
            return null;
        }
    }
}
