package chat.accounts;

import chat.web.Text;
import com.nulabinc.zxcvbn.StandardDictionaries;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** What a password that somebody chooses must be. */
public final class PasswordRules {
    private static final int MIN = 6;
    /** bcrypt sees no more. */
    private static final int MAX_BYTES = 72;

    private final Set<String> tooCommon;

    /** @param blocklist whether the passwords that everybody tries first are refused: 30,000, in the library's list */
    public PasswordRules(boolean blocklist) {
        tooCommon = blocklist ? commonest() : Set.of();
    }

    private static Set<String> commonest() {
        try {
            return Set.copyOf(StandardDictionaries.PASSWORDS_LOADER.load().getFrequencies());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** What is wrong with it and with its repetition, by the forms' usual fields. */
    public Map<String, String> problems(String password, String confirmation) {
        Map<String, String> problems = new LinkedHashMap<>();
        problem(password).ifPresent(problem -> problems.put("password", problem));
        if (!same(password, confirmation)) {
            problems.put("confirm_password", "The two passwords differ.");
        }
        return problems;
    }

    /** Whether two texts are the same password: an accent may be typed as a character of its own in one of them. */
    static boolean same(String password, String confirmation) {
        return Passwords.composed(password).equals(Passwords.composed(confirmation));
    }

    /** What is wrong with it, in a sentence; empty where nothing is. It is counted in the form that is hashed. */
    Optional<String> problem(String typed) {
        String password = Passwords.composed(typed);
        if (Text.codePoints(password) < MIN) {
            return Optional.of("Use at least " + MIN + " characters.");
        }
        if (!fitsBcrypt(password)) {
            return Optional.of("This is too long: at most " + MAX_BYTES + " bytes.");
        }
        if (tooCommon.contains(password.toLowerCase(Locale.ROOT))) {
            return Optional.of("This is one of the passwords that are tried first. Choose another one.");
        }
        return Optional.empty();
    }

    /** What does not fit would be cut silently, so it is no password of anybody. */
    static boolean fitsBcrypt(String password) {
        return password.getBytes(StandardCharsets.UTF_8).length <= MAX_BYTES;
    }
}
