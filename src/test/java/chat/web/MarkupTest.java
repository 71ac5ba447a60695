package chat.web;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** No source parses text as markup. Browser tests would find this only on the pages that they visit. */
class MarkupTest {
    private static final Pattern IN_SCRIPTS =
            Pattern.compile("innerHTML|outerHTML|insertAdjacentHTML|setHTML|srcdoc|DOMParser|createContextualFragment"
                    + "|document\\.write|\\beval\\(|new Function");
    private static final Pattern IN_TEMPLATES = Pattern.compile("\\|\\s*raw\\b|autoescape|\\bescape\\(");

    @Test
    void noScriptParsesMarkup() throws IOException {
        assertEquals(List.of(), linesWith(IN_SCRIPTS, Path.of("static", "js"), ".js"));
    }

    @Test
    void noTemplateDisablesEscaping() throws IOException {
        assertEquals(List.of(), linesWith(IN_TEMPLATES, Path.of("templates"), ".peb"));
    }

    private static List<String> linesWith(Pattern pattern, Path folder, String ending) throws IOException {
        try (Stream<Path> all = Files.walk(folder)) {
            List<Path> files =
                    all.filter(file -> file.toString().endsWith(ending)).toList();
            assertTrue(files.size() > 10, "too few sources were found");
            return files.stream()
                    .flatMap(MarkupTest::lines)
                    .filter(line -> pattern.matcher(line).find())
                    .toList();
        }
    }

    private static Stream<String> lines(Path file) {
        try {
            return Files.readAllLines(file).stream().map(line -> file + ": " + line.strip());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
