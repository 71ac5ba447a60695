import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/** What the packing does with whole folders. */
final class Folders {
    private Folders() {}

    static void delete(Path folder) throws IOException {
        if (Files.exists(folder)) {
            for (Path path : walk(folder)) {
                Files.delete(path);
            }
        }
    }

    /** What is in the folder, and last the folder itself. */
    private static List<Path> walk(Path folder) throws IOException {
        try (Stream<Path> found = Files.walk(folder)) {
            return found.sorted((one, other) -> other.compareTo(one)).toList();
        }
    }

    static void copy(Path from, Path to) throws IOException {
        for (Path file : files(from)) {
            write(to.resolve(name(from, file)), Files.readAllBytes(file));
        }
    }

    static List<Path> files(Path folder) throws IOException {
        try (Stream<Path> found = Files.walk(folder)) {
            return found.filter(Files::isRegularFile).sorted().toList();
        }
    }

    /** The path of a file inside a folder, with slashes on every platform. */
    static String name(Path folder, Path file) {
        return folder.relativize(file).toString().replace('\\', '/');
    }

    static Map<Path, String> texts(Path folder) throws IOException {
        Map<Path, String> texts = new TreeMap<>();
        for (Path file : files(folder)) {
            texts.put(file, Files.readString(file));
        }
        return texts;
    }

    static void write(Path file, byte[] content) throws IOException {
        Files.createDirectories(file.getParent());
        Files.write(file, content);
    }
}
