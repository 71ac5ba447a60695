package chat.messages;

import chat.web.ApiError;
import chat.web.Text;
import java.util.regex.Pattern;

/** What a message may say: 1 to 4,000 code points, not all blank; kept exactly as written. */
final class Content {
    private static final int MAX_CODE_POINTS = 4_000;
    private static final Pattern BLANK = Pattern.compile("[\\p{IsWhite_Space}\\uFEFF]*");

    private Content() {}

    static void check(String content) {
        if (isBlank(content)) {
            throw ApiError.badRequest("message_content", "A message cannot be empty.");
        }
        if (Text.codePoints(content) > MAX_CODE_POINTS) {
            throw ApiError.badRequest("message_content", "A message has at most " + MAX_CODE_POINTS + " characters.");
        }
    }

    private static boolean isBlank(String content) {
        return BLANK.matcher(content).matches();
    }
}
