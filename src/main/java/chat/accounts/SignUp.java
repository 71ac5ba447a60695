package chat.accounts;

import chat.web.Text;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Pattern;

/** What was filled in to register, and what is wrong with it, by field. */
record SignUp(String username, String password, String confirmation) {
    private static final Pattern USERNAME = Pattern.compile("[A-Za-z0-9._-]{3,32}");
    private static final int MIN_PASSWORD = 6;
    /** bcrypt sees no more. */
    private static final int MAX_PASSWORD_BYTES = 72;

    Map<String, String> errors() {
        Map<String, String> errors = new LinkedHashMap<>();
        if (!USERNAME.matcher(username).matches()) {
            errors.put("username", "Use 3 to 32 letters, digits, dots, dashes and underscores.");
        }
        if (Text.codePoints(password) < MIN_PASSWORD) {
            errors.put("password", "Use at least " + MIN_PASSWORD + " characters.");
        } else if (!fitsBcrypt(password)) {
            errors.put("password", "This is too long: at most " + MAX_PASSWORD_BYTES + " bytes.");
        }
        if (!password.equals(confirmation)) {
            errors.put("confirm_password", "The two passwords differ.");
        }
        return errors;
    }

    /** What does not fit would be cut silently, so it is no password of anybody. */
    static boolean fitsBcrypt(String password) {
        return password.getBytes(StandardCharsets.UTF_8).length <= MAX_PASSWORD_BYTES;
    }
}
