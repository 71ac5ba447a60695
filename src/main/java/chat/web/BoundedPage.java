package chat.web;

import java.util.ArrayList;
import java.util.List;

/**
 * One page of a list: a limited number of items and at most half a megabyte of JSON, but always at least one item. A
 * text of control characters takes six times its length as JSON. Without this bound one page could take megabytes.
 */
public final class BoundedPage<T> {
    private static final int MAX_BYTES = 512 * 1024;
    /** Roughly what an item takes besides its text. */
    private static final int FIELDS = 300;

    private final int limit;
    private final List<T> items = new ArrayList<>();
    private long bytes;
    private boolean full;

    public BoundedPage(int limit) {
        this.limit = limit;
    }

    /**
     * Adds an item if there is room. Once one item does not fit, the page is full.
     *
     * @param text the text in the item, or null
     */
    public boolean add(T item, String text) {
        bytes += FIELDS + (text == null ? 0 : jsonLength(text));
        full |= items.size() == limit || (bytes > MAX_BYTES && !items.isEmpty());
        if (!full) {
            items.add(item);
        }
        return !full;
    }

    /** Whether there are more items than fit. */
    public boolean isFull() {
        return full;
    }

    public List<T> items() {
        return items;
    }

    /** The length of a text as JSON, in bytes of UTF-8. */
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
