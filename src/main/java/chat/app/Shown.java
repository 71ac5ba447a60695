package chat.app;

import java.util.regex.Pattern;

/** Values that a person gave, as sentences may show them: a sentence lands in a log, and a log is read by many. */
final class Shown {
    /** What addresses with a password in them have, and what a value has that stands beside a name. */
    private static final Pattern PERHAPS_SECRET = Pattern.compile(".*[@?#=&].*", Pattern.DOTALL);

    private Shown() {}

    /** In quotation marks; not at all where it could hold a password or token. */
    static String of(String value) {
        return PERHAPS_SECRET.matcher(value).matches()
                ? "what it is (not shown, for it could hold a password)"
                : "\"" + value + "\"";
    }

    /** An argument of the command line, without what it sets. */
    static String argument(String argument) {
        return argument.startsWith("-") || argument.matches("[A-Z_]+=.*")
                ? of(argument.split("=", 2)[0])
                : of(argument);
    }
}
