package chat.app;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class SecurityDocumentTest {
    private static final Pattern TEST = Pattern.compile("\\b[A-Z][a-z]\\w*Tests?\\b");

    @Test
    void everyTestNamedInTheDocumentExists() throws IOException {
        Set<String> named = TEST.matcher(Files.readString(Path.of("docs", "security.md")))
                .results()
                .map(MatchResult::group)
                .collect(Collectors.toCollection(TreeSet::new));
        assertTrue(named.size() > 20, named::toString);
        try (Stream<Path> files = Files.walk(Path.of("src", "test"))) {
            files.forEach(file -> named.remove(file.getFileName().toString().replace(".java", "")));
        }
        assertEquals(Set.of(), named);
    }
}
