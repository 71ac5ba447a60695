package chat.accounts;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * A filled-in registration form.
 *
 * @param invite null without an invitation
 * @param next the path to go to afterwards
 */
record SignUp(String username, String password, String confirmation, String invite, String next) {
    private static final Pattern USERNAME = Pattern.compile("[A-Za-z0-9._-]{3,32}");

    Map<String, String> errors(PasswordRules rules) {
        Map<String, String> errors = new LinkedHashMap<>();
        if (!USERNAME.matcher(username).matches()) {
            errors.put("username", "Use 3 to 32 letters, digits, dots, dashes and underscores.");
        }
        errors.putAll(rules.problems(password, confirmation));
        return errors;
    }
}
