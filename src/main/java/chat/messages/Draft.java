package chat.messages;

import chat.rooms.Target;
import chat.web.ApiError;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.regex.Pattern;

/**
 * A message to be sent.
 *
 * @param text stored exactly as the sender wrote it
 * @param clientId the id that the sender chose for it, or null
 */
record Draft(long senderId, Target target, String text, String clientId, Instant at) {
    private static final int MAX_CODE_POINTS = 4_000;
    private static final Pattern BLANK = Pattern.compile("[\\p{IsWhite_Space}\\uFEFF]*");

    /** Refuses a text that is blank or too long. */
    void check() {
        if (BLANK.matcher(text).matches()) {
            throw ApiError.badRequest("message_content", "A message cannot be empty.");
        }
        if (text.codePointCount(0, text.length()) > MAX_CODE_POINTS) {
            throw ApiError.badRequest("message_content", "A message has at most " + MAX_CODE_POINTS + " characters.");
        }
    }

    /** The size of the text in UTF-8. */
    int bytes() {
        return text.getBytes(StandardCharsets.UTF_8).length;
    }
}
