package chat.app;

import chat.db.StorageException;
import com.sun.jna.Platform;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URISyntaxException;
import java.nio.ByteBuffer;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import org.sqlite.util.LibraryLoaderUtil;

/**
 * Loads the native libraries of SQLite's driver and of JNA from a permanent folder. Only Linux needs this; other
 * systems use the defaults.
 *
 * <p>By default each of the two unpacks a new copy at every start. A killed process leaves it behind (<a
 * href="https://github.com/xerial/sqlite-jdbc/issues/603">sqlite-jdbc#603</a>; no report found for JNA as of 2026-11),
 * and it cannot be loaded from a temporary folder mounted noexec (<a
 * href="https://github.com/xerial/sqlite-jdbc/issues/1195">sqlite-jdbc#1195</a>). This class can go when both unpack to
 * a stable path with a fallback.
 *
 * <p>Anyone may write to the temporary folder. Our folder in it is therefore private to the user, and a library found
 * there is compared with the one in the jar before it is loaded.
 */
final class NativeLibraries {
    private static final String SQLITE_PATH = "org.sqlite.lib.path";
    private static final String SQLITE_NAME = "org.sqlite.lib.name";
    private static final String SQLITE_TEMPORARY = "org.sqlite.tmpdir";
    private static final String JNA_PATH = "jna.boot.library.path";
    private static final String PART = ".part";

    /** @param content the bytes from the jar */
    private record Library(String name, ByteBuffer content) {}

    private final Path besideJar;
    private final List<Path> parents;
    private final Object user;

    private NativeLibraries(Path besideJar, List<Path> parents, Object user) {
        this.besideJar = besideJar;
        this.parents = parents;
        this.user = user;
    }

    /**
     * Call before anything opens a database.
     *
     * @param database its folder is tried last
     * @throws StorageException with one sentence for the user, if SQLite's library cannot be loaded from any folder
     */
    static void provide(Path database) {
        if (!Platform.isLinux()) {
            return;
        }
        String temporary = System.getProperty("java.io.tmpdir");
        String chosen = System.getProperty(SQLITE_TEMPORARY);
        List<Path> parents = new ArrayList<>();
        parents.add(Path.of(chosen == null ? temporary : chosen));
        if (chosen == null) {
            parents.add(database.toAbsolutePath().getParent());
        }
        Object user = user();
        if (user == null) {
            return;
        }
        StaleLibraries.sweep(Path.of(temporary), user);
        StaleLibraries.sweep(parents.get(0), user);
        new NativeLibraries(folderOfJar(), parents, user).provide();
    }

    /** The user of this process; null if the system does not say. */
    private static Object user() {
        try {
            return owner(Path.of("/proc/self"), false);
        } catch (IOException | UnsupportedOperationException e) {
            return null;
        }
    }

    static Object owner(Path file, boolean noFollow) throws IOException {
        return noFollow
                ? Files.getAttribute(file, "unix:uid", LinkOption.NOFOLLOW_LINKS)
                : Files.getAttribute(file, "unix:uid");
    }

    private static Path folderOfJar() {
        try {
            return Path.of(NativeLibraries.class
                            .getProtectionDomain()
                            .getCodeSource()
                            .getLocation()
                            .toURI())
                    .getParent();
        } catch (URISyntaxException | IllegalArgumentException e) {
            return null;
        }
    }

    private void provide() {
        if (System.getProperty(SQLITE_PATH) == null) {
            Library sqlite =
                    library(LibraryLoaderUtil.getNativeLibResourcePath(), LibraryLoaderUtil.getNativeLibName());
            if (sqlite != null) {
                Path folder = requireLoaded(sqlite);
                System.setProperty(SQLITE_PATH, folder.toString());
                System.setProperty(SQLITE_NAME, sqlite.name());
                // The driver always lists this folder, and logs a stack trace if it cannot.
                System.setProperty(SQLITE_TEMPORARY, folder.toString());
            }
        }
        if (System.getProperty(JNA_PATH) == null) {
            Library jna = library("/com/sun/jna/" + Platform.RESOURCE_PREFIX, System.mapLibraryName("jnidispatch"));
            Path folder = jna == null ? null : load(jna);
            if (folder != null) {
                System.setProperty(JNA_PATH, folder.toString());
            }
        }
    }

    /** Null if the jar has no library for this processor. */
    private static Library library(String folder, String name) {
        try (InputStream file = NativeLibraries.class.getResourceAsStream(folder + "/" + name)) {
            return file == null ? null : new Library(name, ByteBuffer.wrap(file.readAllBytes()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private Path requireLoaded(Library library) {
        Path folder = load(library);
        if (folder == null) {
            throw new StorageException(
                    "SQLite's library cannot be loaded from any of the folders " + parents
                            + ": start with java -Dorg.sqlite.tmpdir=FOLDER -jar chat.jar,"
                            + " where FOLDER is your own and not mounted noexec.",
                    null);
        }
        return folder;
    }

    /** Returns the folder from which the library was loaded, or null if none works. */
    private Path load(Library library) {
        if (besideJar != null && isIntact(besideJar.resolve(library.name()), library) && loads(besideJar, library)) {
            return besideJar;
        }
        for (Path parent : parents) {
            Path folder = unpack(parent, library);
            if (folder != null && loads(folder, library)) {
                return folder;
            }
        }
        return null;
    }

    /** A later load from the same path finds the library loaded already. */
    private static boolean loads(Path folder, Library library) {
        try {
            System.load(folder.resolve(library.name()).toAbsolutePath().toString());
            return true;
        } catch (UnsatisfiedLinkError e) {
            return false;
        }
    }

    /** Each version has its own folder, because another version may be running. Null if it cannot be written. */
    private Path unpack(Path parent, Library library) {
        try {
            Path folder = privateFolder(privateFolder(parent.toAbsolutePath().resolve("chat-native-" + user))
                    .resolve(version(library)));
            Path file = folder.resolve(library.name());
            if (!isOurs(file) || !isIntact(file, library)) {
                write(file, library);
            }
            return folder;
        } catch (IOException e) {
            return null;
        }
    }

    /** @throws IOException also if someone else owns the folder */
    private Path privateFolder(Path folder) throws IOException {
        if (!Files.exists(folder, LinkOption.NOFOLLOW_LINKS)) {
            try {
                Files.createDirectory(
                        folder, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
            } catch (FileAlreadyExistsException e) {
                // another process created it first; the check below shows whose it is
            }
        }
        boolean isPrivate = Files.isDirectory(folder, LinkOption.NOFOLLOW_LINKS)
                && owner(folder, true).equals(user)
                && PosixFilePermissions.toString(Files.getPosixFilePermissions(folder))
                        .endsWith("------");
        if (!isPrivate) {
            throw new IOException(folder + " is not private");
        }
        return folder;
    }

    private static String version(Library library) {
        try {
            byte[] hash = MessageDigest.getInstance("SHA-256")
                    .digest(library.content().array());
            return HexFormat.of().formatHex(hash, 0, 6);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    private boolean isOurs(Path file) throws IOException {
        return Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)
                && owner(file, true).equals(user);
    }

    private static boolean isIntact(Path file, Library library) {
        try {
            return Files.isRegularFile(file)
                    && Files.size(file) == library.content().capacity()
                    && library.content().equals(ByteBuffer.wrap(Files.readAllBytes(file)));
        } catch (IOException e) {
            return false;
        }
    }

    /**
     * Moves the complete file into place. A process that is killed meanwhile leaves a partial file, which the next one
     * deletes.
     */
    private static void write(Path file, Library library) throws IOException {
        StaleLibraries.sweepParts(file.getParent(), PART);
        Path part = file.resolveSibling(
                file.getFileName() + "-" + ProcessHandle.current().pid() + PART);
        try {
            Files.write(part, library.content().array());
            Files.move(part, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } catch (AtomicMoveNotSupportedException e) {
            throw new IOException(e);
        } finally {
            Files.deleteIfExists(part);
        }
    }
}
