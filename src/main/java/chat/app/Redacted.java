package chat.app;

import java.util.regex.Pattern;

/**
 * Hides values that may be secret before they appear in messages, because messages end up in logs that many people
 * read.
 */
final class Redacted {
    /** Matches URLs with a password, and assignments. */
    private static final Pattern PERHAPS_SECRET = Pattern.compile(".*[@?#=&].*", Pattern.DOTALL);

    private Redacted() {}

    /** Quotes the value, or hides it if it may hold a password or a token. */
    static String of(String value) {
        return PERHAPS_SECRET.matcher(value).matches()
                ? "its value (not shown, since it could hold a password)"
                : "\"" + value + "\"";
    }

    /** Quotes an argument of the command line, without the value that it sets. */
    static String argument(String argument) {
        return argument.startsWith("-") || argument.matches("[A-Z_]+=.*")
                ? of(argument.split("=", 2)[0])
                : of(argument);
    }
}
