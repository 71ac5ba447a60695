import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Collection;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.zip.Deflater;
import java.util.zip.GZIPOutputStream;

/**
 * The folder {@code assets} of the jar. {@code served} has each file that is served, with a compressed copy where that
 * is shorter. {@code index} lists them. {@code entries} has a line for each entry: its name, the file it is served as,
 * and the files that this one imports at once. {@code vendor} has the libraries for development.
 */
final class Output {
    private final Path folder;
    private final Map<String, byte[]> served = new TreeMap<>();
    private final Map<String, List<String>> entries = new TreeMap<>();

    Output(Path folder) throws IOException {
        this.folder = folder;
        // What an earlier build left may not be served any more.
        Folders.delete(folder);
    }

    void keepLibraries(Path vendor) throws IOException {
        Folders.copy(vendor, folder.resolve("vendor"));
    }

    /** All files of a folder. They have hashes in their names. */
    void addPacked(Path packed) throws IOException {
        for (Path file : Folders.files(packed)) {
            served.put(Folders.name(packed, file), Files.readAllBytes(file));
        }
    }

    /** @param files the file that the entry is served as, and those that this one imports at once */
    void addEntry(String name, List<String> files) {
        entries.put(name, files);
    }

    /** A file that is not packed, with a hash in its name. */
    void addHashed(String name, byte[] content) {
        int dot = name.lastIndexOf('.');
        String hashed = name.substring(0, dot) + "-" + hash(List.of(content)) + name.substring(dot);
        served.put(hashed, content);
        addEntry(name, List.of(hashed));
    }

    /** All files as they are, in one folder whose name is a hash, because they name each other. */
    void addPlain(Path from, Collection<String> names) throws IOException {
        Map<String, byte[]> files = new TreeMap<>();
        for (Path file : Folders.files(from)) {
            files.put(Folders.name(from, file), Files.readAllBytes(file));
        }
        String hash = hash(files.values());
        files.forEach((name, content) -> served.put(hash + "/" + name, content));
        names.forEach(name -> addEntry(name, List.of(hash + "/" + name)));
    }

    private static String hash(Collection<byte[]> contents) {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            contents.forEach(digest::update);
            return HexFormat.of().formatHex(digest.digest(), 0, 6);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    void write() throws IOException {
        for (Map.Entry<String, byte[]> file : served.entrySet()) {
            Path path = folder.resolve("served").resolve(file.getKey());
            Folders.write(path, file.getValue());
            byte[] compressed = gzip(file.getValue());
            if (compressed.length < file.getValue().length) {
                Folders.write(path.resolveSibling(path.getFileName() + ".gz"), compressed);
            }
        }
        write("index", String.join("\n", served.keySet()));
        write(
                "entries",
                entries.entrySet().stream()
                        .map(entry -> entry.getKey() + " " + String.join(" ", entry.getValue()))
                        .collect(Collectors.joining("\n")));
    }

    private void write(String name, String lines) throws IOException {
        Folders.write(folder.resolve(name), lines.getBytes(StandardCharsets.UTF_8));
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
