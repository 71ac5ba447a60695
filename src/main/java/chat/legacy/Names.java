package chat.legacy;

import java.text.Normalizer;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Chooses names that this version accepts, close to the old ones. The Python version accepted any name.
 */
final class Names {
    private static final Pattern VALID = Pattern.compile("[A-Za-z0-9._-]{3,32}");
    private static final int MIN = 3;
    private static final int MAX = 32;

    private final Set<String> taken = new HashSet<>();

    /** Chooses a name for each id, in the order of the ids. Names that are already valid are assigned first. */
    Map<Long, String> choose(Map<Long, String> oldNames) {
        Map<Long, String> names = new HashMap<>();
        oldNames.forEach((id, name) -> {
            if (VALID.matcher(name).matches() && take(name)) {
                names.put(id, name);
            }
        });
        oldNames.forEach((id, name) -> names.computeIfAbsent(id, same -> rename(id, name)));
        return names;
    }

    private String rename(long id, String name) {
        String cleaned = Normalizer.normalize(name.strip(), Normalizer.Form.NFKD)
                .replaceAll("\\p{M}+", "")
                .replaceAll("[^A-Za-z0-9._-]+", "_");
        if (cleaned.length() >= MIN && cleaned.length() <= MAX && take(cleaned)) {
            return cleaned;
        }
        String base = cleaned.replaceAll("_", "").isEmpty() ? "user" : cleaned;
        String numbered = withNumber(base, "-" + id);
        for (int i = 2; !take(numbered); i++) {
            numbered = withNumber(base, "-" + id + "-" + i);
        }
        return numbered;
    }

    private static String withNumber(String base, String number) {
        return base.substring(0, Math.min(base.length(), MAX - number.length())) + number;
    }

    /** Names are unique regardless of case. */
    private boolean take(String name) {
        return taken.add(name.toLowerCase(Locale.ROOT));
    }
}
