package chat.app;

import java.util.regex.Pattern;

/** Values that a person gave, as messages may show them: messages end up in logs, and many people read logs. */
final class Shown {
    /** What addresses with a password in them have, and what a value has that stands beside a name. */
    private static final Pattern PERHAPS_SECRET = Pattern.compile(".*[@?#=&].*", Pattern.DOTALL);

    private Shown() {}

    /** In quotation marks; not at all where it could hold a password or token. */
    static String of(String value) {
        return PERHAPS_SECRET.matcher(value).matches()
                ? "its value (not shown, since it could hold a password)"
                : "\"" + value + "\"";
    }

    /** An argument of the command line, without what it sets. */
    static String argument(String argument) {
        return argument.startsWith("-") || argument.matches("[A-Z_]+=.*")
                ? of(argument.split("=", 2)[0])
                : of(argument);
    }
}
