package chat.legacy;

import java.text.Normalizer;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/** Names that this version accepts, as near as can be to those of the Python version, which took any. */
final class Names {
    private static final Pattern FITTING = Pattern.compile("[A-Za-z0-9._-]{3,32}");
    private static final int MIN = 3;
    private static final int MAX = 32;

    private final Set<String> taken = new HashSet<>();

    /** By id, in the order of the ids: who has a name that can stay keeps it before others get theirs. */
    Map<Long, String> choose(Map<Long, String> oldNames) {
        Map<Long, String> names = new HashMap<>();
        oldNames.forEach((id, name) -> {
            if (FITTING.matcher(name).matches() && take(name)) {
                names.put(id, name);
            }
        });
        oldNames.forEach((id, name) -> names.computeIfAbsent(id, same -> rename(id, name)));
        return names;
    }

    private String rename(long id, String name) {
        String fitting = Normalizer.normalize(name.strip(), Normalizer.Form.NFKD)
                .replaceAll("\\p{M}+", "")
                .replaceAll("[^A-Za-z0-9._-]+", "_");
        if (fitting.length() >= MIN && fitting.length() <= MAX && take(fitting)) {
            return fitting;
        }
        String base = fitting.replaceAll("_", "").isEmpty() ? "user" : fitting;
        String numbered = withNumber(base, "-" + id);
        for (int i = 2; !take(numbered); i++) {
            numbered = withNumber(base, "-" + id + "-" + i);
        }
        return numbered;
    }

    private static String withNumber(String base, String number) {
        return base.substring(0, Math.min(base.length(), MAX - number.length())) + number;
    }

    /** Names are unique without regard to case. */
    private boolean take(String name) {
        return taken.add(name.toLowerCase(Locale.ROOT));
    }
}
