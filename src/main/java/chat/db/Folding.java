package chat.db;

import java.text.Normalizer;
import java.text.Normalizer.Form;
import java.util.Locale;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/**
 * Folds texts so that those which people consider the same are equal: without case, width and accents, and whatever the
 * system's language is. The page does the same in {@code lib/names.js}, and one table of cases tests both.
 */
public final class Folding {
    private static final Pattern WIDTH = Pattern.compile("[\\uFF01-\\uFFEE]+");

    /**
     * The combining marks of Latin, Greek, Cyrillic, Hebrew and Arabic. The vowel signs of other scripts are not in it:
     * without them the words would be others.
     */
    private static final Pattern MARKS =
            Pattern.compile("[\\u0300-\\u036F\\u0483-\\u0489\\u0591-\\u05BD\\u05BF\\u05C1\\u05C2\\u05C4\\u05C5\\u05C7"
                    + "\\u0610-\\u061A\\u064B-\\u065F\\u0670\\u06D6-\\u06DC\\u06DF-\\u06E4\\u06E7\\u06E8\\u06EA-\\u06ED"
                    + "\\u0898-\\u089F\\u08CA-\\u08E1\\u08E3-\\u08FF\\u1AB0-\\u1AFF\\u1DC0-\\u1DFF\\u20D0-\\u20F0"
                    + "\\u2DE0-\\u2DFF\\uA66F-\\uA672\\uA674-\\uA67D\\uA69E\\uA69F\\uFB1E\\uFE20-\\uFE2F]+");

    private Folding() {}

    public static String fold(String text) {
        String narrow = WIDTH.matcher(text).replaceAll(Folding::narrow);
        String unaccented =
                MARKS.matcher(Normalizer.normalize(narrow, Form.NFD)).replaceAll("");
        // Upper case turns ß into SS and ı into I. Before that, lower case turns ẞ into ß.
        return unaccented
                .toLowerCase(Locale.ROOT)
                .toUpperCase(Locale.ROOT)
                .toLowerCase(Locale.ROOT)
                .replace('ς', 'σ')
                .replace('ł', 'l')
                .replace('ø', 'o');
    }

    private static String narrow(MatchResult wide) {
        return Normalizer.normalize(wide.group(), Form.NFKD)
                .replace("\\", "\\\\")
                .replace("$", "\\$");
    }
}
