package chat.testing;

import chat.web.Json;
import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;

/** The table of folded texts and of names that queries find, which the server and the page must agree on. */
public record NameCases(List<Folded> folded, List<Match> matches) {
    public record Folded(String text, String folded) {}

    /** {@code found} is {@code beginning} if the query's words begin words of the name, {@code inside}, or {@code no}. */
    public record Match(String name, String query, String found) {}

    public static NameCases read() {
        JsonNode table = Json.read(bytes());
        List<Folded> folded = new ArrayList<>();
        table.get("folded").forEach(row -> folded.add(new Folded(text(row, 0), text(row, 1))));
        List<Match> matches = new ArrayList<>();
        table.get("matches").forEach(row -> matches.add(new Match(text(row, 0), text(row, 1), text(row, 2))));
        return new NameCases(folded, matches);
    }

    /** The table as JSON. */
    public static byte[] bytes() {
        try (InputStream file = NameCases.class.getResourceAsStream("/names.json")) {
            return file.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String text(JsonNode row, int index) {
        return row.get(index).asText();
    }
}
