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
    private static final int MIN_LENGTH = 6;
    /** bcrypt ignores the rest of a longer password. */
    private static final int MAX_BYTES = 72;

    private final Set<String> commonPasswords;

    /** @param blocklist whether the 30,000 most common passwords, as listed by zxcvbn, are refused */
    PasswordRules(boolean blocklist) {
        commonPasswords = blocklist ? loadCommonPasswords() : Set.of();
    }

    private static Set<String> loadCommonPasswords() {
        try {
            return Set.copyOf(StandardDictionaries.PASSWORDS_LOADER.load().getFrequencies());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The problems of a password and its repetition, by form field. */
    Map<String, String> problems(String password, String confirmation) {
        Map<String, String> problems = new LinkedHashMap<>();
        problem(password).ifPresent(problem -> problems.put("password", problem));
        if (!areSame(password, confirmation)) {
            problems.put("confirm_password", "The two passwords differ.");
        }
        return problems;
    }

    /** Whether two inputs are the same password after normalization. */
    static boolean areSame(String password, String confirmation) {
        return Passwords.normalized(password).equals(Passwords.normalized(confirmation));
    }

    /** The problem of a password, as a sentence; empty if it is accepted. */
    Optional<String> problem(String typed) {
        String password = Passwords.normalized(typed);
        if (Text.codePoints(password) < MIN_LENGTH) {
            return Optional.of("Use at least " + MIN_LENGTH + " characters.");
        }
        if (!fitsBcrypt(password)) {
            return Optional.of("This is too long: at most " + MAX_BYTES + " bytes.");
        }
        if (commonPasswords.contains(password.toLowerCase(Locale.ROOT))) {
            return Optional.of("This is one of the passwords that attackers try first. Choose another one.");
        }
        return Optional.empty();
    }

    /** bcrypt would silently truncate a longer password, so such a password is refused. */
    static boolean fitsBcrypt(String password) {
        return password.getBytes(StandardCharsets.UTF_8).length <= MAX_BYTES;
    }
}
