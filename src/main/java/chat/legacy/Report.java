package chat.legacy;

import java.util.ArrayList;
import java.util.List;

/** What an import copied, changed and left out. */
public final class Report {
    private static final int MAX_LINES = 1_000;

    private final List<String> renamed = new ArrayList<>();
    private final List<String> withoutLogin = new ArrayList<>();
    private final Listing leftOut = new Listing();
    long users;
    long messages;
    long conversations;
    long notes;
    long unread;
    long withoutTime;
    long altered;

    /** Counts all lines, but keeps only the first thousand. */
    private static final class Listing {
        private final List<String> lines = new ArrayList<>();
        private long count;

        void add(String line) {
            count++;
            if (lines.size() < MAX_LINES) {
                lines.add(line);
            }
        }
    }

    void renamed(long id, String from, String to) {
        renamed.add("user " + id + ": " + quote(from) + " is now " + to);
    }

    void withoutLogin(long id, String name) {
        withoutLogin.add("user " + id + ": " + name);
    }

    void leftOut(String what, long id, String why) {
        leftOut.add(what + " " + id + ": " + why);
    }

    /** The text for the terminal. */
    public String text() {
        List<String> lines = new ArrayList<>();
        lines.add("Imported: " + users + " users, and " + messages + " messages in " + conversations
                + " conversations (" + unread + " messages unread).");
        section(
                lines,
                "Renamed, because names have 3 to 32 letters, digits, dots, dashes and underscores, and are unique",
                renamed);
        section(lines, "Cannot log in, because the format of their password hash is unknown", withoutLogin);
        if (notes > 0) {
            lines.add("Users whose messages to themselves are now in a group of one: " + notes + ".");
        }
        if (withoutTime > 0) {
            lines.add(
                    "Messages without a readable time, which got the time of the message before: " + withoutTime + ".");
        }
        if (altered > 0) {
            lines.add("Messages with a NUL character, which became U+FFFD: " + altered + ".");
        }
        section(lines, "Left out: " + leftOut.count, leftOut.lines);
        if (leftOut.count > leftOut.lines.size()) {
            lines.add("  and " + (leftOut.count - leftOut.lines.size()) + " more");
        }
        return String.join(System.lineSeparator(), lines);
    }

    private static void section(List<String> lines, String title, List<String> entries) {
        if (!entries.isEmpty()) {
            lines.add(title + ":");
            entries.forEach(entry -> lines.add("  " + entry));
        }
    }

    /** Escapes characters that could control the terminal. */
    private static String quote(String name) {
        StringBuilder quoted = new StringBuilder("\"");
        name.codePoints().forEach(point -> {
            int type = Character.getType(point);
            if (Character.isISOControl(point) || type == Character.FORMAT || type == Character.SURROGATE) {
                quoted.append(String.format("\\u%04x", point));
            } else {
                quoted.appendCodePoint(point);
            }
        });
        return quoted.append('"').toString();
    }
}
