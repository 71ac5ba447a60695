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

/**
 * The static files and the libraries of the page. Each has exactly one path. They are read once from the jar, so a
 * request never adds to the memory in use. Any thread may call.
 */
public final class Assets {
    /** The build packs them here. See {@code src/build/PackAssets.java}. */
    private static final String PACKED = "/assets/";

    private static final String OURS = "static/";
    private static final Pattern PLAIN_NAME = Pattern.compile("[A-Za-z0-9_-][A-Za-z0-9._-]*");

    private final Map<String, Asset> packed;
    private final String address;
    private final Path folder;

    private Assets(Map<String, Asset> packed, String address, Path folder) {
        this.packed = Map.copyOf(packed);
        this.address = address;
        this.folder = folder;
    }

    /**
     * @param address the path prefix of our own files. It changes with their content, so browsers may cache them for
     *     good
     */
    public static Assets packed(String address) {
        return new Assets(read(address), address, null);
    }

    /** For development: reads our own files from a folder at each request. */
    public static Assets fromFolder(String address, Path folder) {
        return new Assets(read(address), address, folder);
    }

    private static Map<String, Asset> read(String address) {
        Map<String, Asset> assets = new HashMap<>();
        List<String> names =
                new String(resource("index"), StandardCharsets.UTF_8).lines().toList();
        for (String name : names) {
            String path = name.startsWith(OURS) ? address + "/" + name.substring(OURS.length()) : "/" + name;
            assets.put(path, Asset.of(name, resource(name), resource(name + ".gz")));
        }
        return assets;
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
        if (folder != null && path.startsWith(address + "/")) {
            return inFolder(path.substring(address.length() + 1));
        }
        return packed.get(path);
    }

    private Asset inFolder(String name) {
        for (String part : name.split("/", -1)) {
            if (!PLAIN_NAME.matcher(part).matches()) {
                return null;
            }
        }
        try {
            Path file = folder.resolve(name).toRealPath(); // a symbolic link may lead elsewhere
            if (!file.startsWith(folder.toRealPath()) || !Files.isRegularFile(file)) {
                return null;
            }
            return Asset.of(name, Files.readAllBytes(file), null);
        } catch (IOException | InvalidPathException e) {
            return null;
        }
    }
}
