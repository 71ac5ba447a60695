package chat.web;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Files served from a folder during development, and the names by which templates ask for files. */
class AssetsTest {
    @TempDir
    Path parent;

    private Path folder;
    private Assets assets;

    @BeforeEach
    void aFolder() throws IOException {
        folder = Files.createDirectories(parent.resolve("static/css")).getParent();
        Files.writeString(folder.resolve("css/base.css"), "a {}");
        Files.writeString(parent.resolve("secret.css"), "secret");
        assets = new Assets(folder);
    }

    @Test
    void aFileIsReadAtEachRequest() throws IOException {
        assertEquals("a {}", text(assets.find("/static/dev/css/base.css")));
        Files.writeString(folder.resolve("css/base.css"), "b {}");
        assertEquals("b {}", text(assets.find("/static/dev/css/base.css")));
    }

    private static String text(Asset asset) {
        return StandardCharsets.UTF_8.decode(asset.plain().slice()).toString();
    }

    @Test
    void nothingOutsideTheFolderIsRead() throws IOException {
        Files.createSymbolicLink(folder.resolve("link.css"), parent.resolve("secret.css"));
        Files.createSymbolicLink(folder.resolve("up"), parent);
        for (String path : new String[] {
            "../secret.css",
            "css/../../secret.css",
            "..%2fsecret.css",
            "%2e%2e/secret.css",
            "..\\secret.css",
            "/" + parent.resolve("secret.css"),
            parent.resolve("secret.css").toString(),
            "link.css",
            "up/secret.css",
            "css",
            "css/",
            "",
            "css//base.css",
            "css/%62ase.css",
            "css/base.css\0",
            ".css",
            "missing.css"
        }) {
            assertNull(assets.find("/static/dev/" + path), path);
        }
    }

    @Test
    void theLibrariesComeFromTheJar() {
        Asset library = assets.find("/static/dev/vendor/zxcvbn/zxcvbn.js");
        assertTrue(text(library).contains("export default"), "the library is no module");
        assertNull(assets.find("/static/dev/vendor/zxcvbn/missing.js"));
        assertNull(assets.find("/static/dev/vendor/../index"));
    }

    @Test
    void aTemplateNamesAPackedFileByItsSource() {
        Assets packed = new Assets(null);
        String path = packed.path("js/chat.js");
        assertTrue(path.matches("/static/js/chat-[A-Z0-9]+\\.js"), path);
        assertNotNull(packed.find(path));
        assertNull(packed.find("/static/js/chat.js"));
        packed.imports("js/sign-in.js").forEach(imported -> assertNotNull(packed.find(imported), imported));
        assertThrows(IllegalArgumentException.class, () -> packed.path("js/missing.js"));
    }

    @Test
    void duringDevelopmentATemplateNamesTheSourceItself() {
        assertEquals("/static/dev/css/base.css", assets.path("css/base.css"));
        assertEquals(List.of(), assets.imports("css/base.css"));
    }

    @Test
    void filesOfTheFolderAreNeitherCompressedNorCached() {
        Asset asset = assets.find("/static/dev/css/base.css");
        assertNull(asset.compressed());
        assertEquals(false, assets.isImmutable());
    }
}
