import com.helger.css.decl.AbstractHasTopLevelRules;
import com.helger.css.decl.CSSMediaRule;
import com.helger.css.decl.CSSSelector;
import com.helger.css.decl.CSSStyleRule;
import com.helger.css.decl.CascadingStyleSheet;
import com.helger.css.decl.ICSSTopLevelRule;
import com.helger.css.reader.CSSReader;
import com.helger.css.reader.CSSReaderSettings;
import com.helger.css.reader.errorhandler.CollectingCSSParseErrorHandler;
import com.helger.css.writer.CSSWriter;
import com.helger.css.writer.CSSWriterSettings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Takes out of a library's style sheet what no page uses: the rules for classes whose names occur nowhere in our files.
 * Any word there counts as a use, so a class put together at run time must be written out somewhere.
 */
final class UnusedRules {
    private static final Pattern WORD = Pattern.compile("[A-Za-z][\\w-]*");
    /** The comment that a copy must keep. The parser drops it. */
    private static final Pattern LICENCE = Pattern.compile("/\\*!.*?\\*/", Pattern.DOTALL);

    /**
     * The parser takes a variable without a value for an error, and leaves out the rest of its rule. Both that and
     * {@code initial} make a property that uses the variable invalid.
     */
    private static final Pattern EMPTY_VARIABLE = Pattern.compile("(--[\\w-]+):\\s*;");

    private static final Pattern CLASS = Pattern.compile("\\.([A-Za-z][\\w-]*)");

    private final Set<String> words = new HashSet<>();

    UnusedRules(List<Path> users) throws IOException {
        for (Path folder : users) {
            for (String text : Folders.texts(folder).values()) {
                WORD.matcher(text).results().forEach(word -> words.add(word.group()));
            }
        }
    }

    void removeFrom(Path file) throws IOException {
        String text = Files.readString(file);
        CascadingStyleSheet sheet = parse(text);
        removeFrom(sheet);
        String css = new CSSWriter(new CSSWriterSettings().setOptimizedOutput(true)).getCSSAsString(sheet);
        Files.writeString(file, licence(text) + css);
    }

    /** Fails on whatever the parser does not understand, because it would leave that out. */
    private static CascadingStyleSheet parse(String text) {
        CollectingCSSParseErrorHandler errors = new CollectingCSSParseErrorHandler();
        CascadingStyleSheet sheet = CSSReader.readFromStringReader(
                EMPTY_VARIABLE.matcher(text).replaceAll("$1:initial;"),
                new CSSReaderSettings().setCustomErrorHandler(errors));
        if (sheet == null || errors.hasParseErrors()) {
            throw new IllegalStateException("Not understood: " + errors.getAllParseErrors());
        }
        return sheet;
    }

    private static String licence(String text) {
        Matcher comment = LICENCE.matcher(text);
        return comment.find() ? comment.group() : "";
    }

    private void removeFrom(AbstractHasTopLevelRules rules) {
        for (ICSSTopLevelRule rule : rules.getAllRules(CSSMediaRule.class::isInstance)) {
            removeFrom((CSSMediaRule) rule);
        }
        rules.removeRules(rule -> !isUsed(rule));
    }

    private boolean isUsed(ICSSTopLevelRule rule) {
        if (rule instanceof CSSMediaRule media) {
            return media.hasRules();
        }
        return !(rule instanceof CSSStyleRule style)
                || style.getAllSelectors().stream().anyMatch(this::isUsed);
    }

    private boolean isUsed(CSSSelector selector) {
        return CLASS.matcher(selector.getAsCSSString()).results().allMatch(name -> words.contains(name.group(1)));
    }
}
