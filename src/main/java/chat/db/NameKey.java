package chat.db;

import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The form in which names are stored to be found: folded, with a space before each beginning of a word. Whatever is not
 * a letter, digit or mark parts words, so the key of {@code Al.Sayed} is {@code " al. sayed"}. A name contains a word
 * if its key contains that word, and a word of the name begins with it if the key contains it after a space.
 */
public final class NameKey {
    /** The condition that the column {@code search_key} contains all of {@code :words}, a JSON list of {@link #words}. */
    public static final String CONTAINS_WORDS =
            """
            NOT EXISTS (SELECT 1 FROM (<jsonWords>) AS word
                         WHERE search_key NOT LIKE '%' || word.value || '%' ESCAPE '!')
            """;

    private static final Pattern SPACE = Pattern.compile("\\p{IsWhite_Space}+");

    /** No group's name has more words, because it has at most 64 characters. */
    private static final int MAX_WORDS = 32;

    /** A word that no name contains. */
    private static final String NOWHERE = "\u0001";

    private NameKey() {}

    public static String of(String name) {
        return parts(name).map(NameKey::withBeginnings).collect(Collectors.joining());
    }

    /**
     * The words of a query, for {@code key LIKE '%' || word || '%' ESCAPE '!'}. Each must occur in the name, in any
     * order. Without a query there are none.
     */
    public static List<String> words(String query) {
        List<String> words = parts(query == null ? "" : query)
                .map(part -> withBeginnings(part).substring(1).replaceAll("[!%_]", "!$0"))
                .distinct()
                .toList();
        return words.size() > MAX_WORDS ? List.of(NOWHERE) : words;
    }

    private static Stream<String> parts(String text) {
        return SPACE.splitAsStream(Folding.fold(text)).filter(part -> !part.isEmpty());
    }

    private static String withBeginnings(String part) {
        StringBuilder key = new StringBuilder();
        boolean inWord = false;
        for (int point : part.codePoints().toArray()) {
            if (!inWord) {
                key.append(' ');
            }
            key.appendCodePoint(point);
            inWord = isPartOfWord(point);
        }
        return key.toString();
    }

    private static boolean isPartOfWord(int point) {
        return switch (Character.getType(point)) {
            case Character.NON_SPACING_MARK, Character.COMBINING_SPACING_MARK, Character.ENCLOSING_MARK -> true;
            case Character.LETTER_NUMBER, Character.OTHER_NUMBER -> true;
            default -> Character.isLetterOrDigit(point);
        };
    }
}
