package chat.conversations;

import chat.web.ApiError;
import chat.web.Text;

/** What a group may be called: 1 to 64 code points, trimmed, nothing that hides or turns text around. */
final class GroupName {
    private static final int MAX_CODE_POINTS = 64;

    private GroupName() {}

    static String of(String text) {
        String name = text.strip();
        if (name.isEmpty() || Text.codePoints(name) > MAX_CODE_POINTS) {
            throw ApiError.badRequest("name", "A group's name has 1 to " + MAX_CODE_POINTS + " characters.");
        }
        if (name.codePoints().anyMatch(point -> Character.isISOControl(point) || isBidiControl(point))) {
            throw ApiError.badRequest("name", "A group's name has no control characters.");
        }
        return name;
    }

    private static boolean isBidiControl(int point) {
        return point == 0x061C
                || (point >= 0x200E && point <= 0x200F)
                || (point >= 0x202A && point <= 0x202E)
                || (point >= 0x2066 && point <= 0x2069);
    }
}
