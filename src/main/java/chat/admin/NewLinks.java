package chat.admin;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/**
 * New links until they are shown, once. Only their hashes are stored, and the page that shows one is not the answer to
 * the form, because a reload of that answer would create another link.
 */
final class NewLinks {
    /** The page that shows a link. */
    record LinkPage(String section, String title, String link, String text, String back) {}

    /** More than an administrator creates while a redirect is followed. The oldest are dropped. */
    private static final int MAX = 100;

    private final Map<String, LinkPage> pages = new LinkedHashMap<>();

    /** Returns the key for {@link #take}. */
    synchronized String add(LinkPage page) {
        String key = UUID.randomUUID().toString();
        pages.put(key, page);
        if (pages.size() > MAX) {
            pages.remove(pages.keySet().iterator().next());
        }
        return key;
    }

    /** Empty if it was taken before, or for null. */
    synchronized Optional<LinkPage> take(String key) {
        return Optional.ofNullable(pages.remove(key));
    }
}
