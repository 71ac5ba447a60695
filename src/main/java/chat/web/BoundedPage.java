package chat.web;

import java.util.ArrayList;
import java.util.List;

/**
 * One page of a list: at most so many items, and no more than half a megabyte of JSON, but always one item. A text that
 * is all control characters takes six times its length as JSON; without a bound one page could take megabytes.
 */
public final class BoundedPage<T> {
    private static final int MAX_BYTES = 512 * 1024;
    /** What an item takes beside its text, about. */
    private static final int FIELDS = 300;

    private final int limit;
    private final List<T> items = new ArrayList<>();
    private long bytes;
    private boolean full;

    public BoundedPage(int limit) {
        this.limit = limit;
    }

    /**
     * Takes one more item; from the first one that it does not take it is full.
     *
     * @param text the text in it, or null
     */
    public boolean add(T item, String text) {
        bytes += FIELDS + (text == null ? 0 : jsonLength(text));
        full |= items.size() == limit || (bytes > MAX_BYTES && !items.isEmpty());
        if (!full) {
            items.add(item);
        }
        return !full;
    }

    /** Whether there is more than it took. */
    public boolean isFull() {
        return full;
    }

    public List<T> items() {
        return items;
    }

    /** How many bytes a text takes as JSON in UTF-8. */
    private static long jsonLength(String text) {
        long escapes = 0;
        for (int i = 0; i < text.length(); i++) {
            char unit = text.charAt(i);
            if (unit < ' ') {
                escapes += 5;
            } else if (unit == '"' || unit == '\\') {
                escapes++;
            }
        }
        return Text.utf8Length(text) + escapes;
    }
}
