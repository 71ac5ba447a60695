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

/** The rules for a new password. */
final class PasswordRules {
    private static final int MIN = 6;
    /** bcrypt ignores the rest. */
    private static final int MAX_BYTES = 72;

    private final Set<String> tooCommon;

    /** @param blocklist whether the 30,000 most common passwords are refused, as the library lists them */
    PasswordRules(boolean blocklist) {
        tooCommon = blocklist ? commonest() : Set.of();
    }

    private static Set<String> commonest() {
        try {
            return Set.copyOf(StandardDictionaries.PASSWORDS_LOADER.load().getFrequencies());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** What is wrong with a password and its repetition, by form field. */
    Map<String, String> problems(String password, String confirmation) {
        Map<String, String> problems = new LinkedHashMap<>();
        problem(password).ifPresent(problem -> problems.put("password", problem));
        if (!same(password, confirmation)) {
            problems.put("confirm_password", "The two passwords differ.");
        }
        return problems;
    }

    /** Whether two texts are the same password. One of them may have an accent as a character of its own. */
    static boolean same(String password, String confirmation) {
        return Passwords.composed(password).equals(Passwords.composed(confirmation));
    }

    /** What is wrong with a password, in a sentence; empty if it is good. */
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

    /** bcrypt would silently cut a longer password, so nobody may have one. */
    static boolean fitsBcrypt(String password) {
        return password.getBytes(StandardCharsets.UTF_8).length <= MAX_BYTES;
    }
}
