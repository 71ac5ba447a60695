package chat.web;

/**
 * Checks a name that people choose: trimmed, at least one code point, without characters that hide or reorder text.
 *
 * @param field the field that it comes from
 * @param subject what it names, at the beginning of a sentence
 */
public record NameRule(String field, String subject, int maxCodePoints) {
    /**
     * Returns the trimmed name.
     *
     * @throws ApiError 400 with a sentence, if the name is not allowed
     */
    public String check(String text) {
        String name = text.strip();
        if (name.isEmpty() || Text.codePoints(name) > maxCodePoints) {
            throw ApiError.badRequest(field, subject + " has 1 to " + maxCodePoints + " characters.");
        }
        boolean visible = false;
        boolean afterVisible = false;
        for (int point : name.codePoints().toArray()) {
            if (isJoiner(point)) {
                requireAllowed(afterVisible);
            } else {
                requireAllowed(!isHidden(point));
                afterVisible = !isBlank(point);
                visible |= afterVisible;
            }
        }
        requireAllowed(visible);
        return name;
    }

    private void requireAllowed(boolean allowed) {
        if (!allowed) {
            throw ApiError.badRequest(field, subject + " has no control or invisible characters.");
        }
    }

    /** Characters that modify or join the one before them, as in emoji and some scripts, and are invisible alone. */
    private static boolean isJoiner(int point) {
        return point == 0x034F
                || point == 0x200C
                || point == 0x200D
                || (point >= 0x180B && point <= 0x180F && point != 0x180E)
                || (point >= 0xFE00 && point <= 0xFE0F)
                || (point >= 0xE0020 && point <= 0xE007F)
                || (point >= 0xE0100 && point <= 0xE01EF);
    }

    /** Control characters, line separators, and the invisible characters of Unicode's Default_Ignorable_Code_Point. */
    private static boolean isHidden(int point) {
        int type = Character.getType(point);
        return type == Character.CONTROL
                || type == Character.LINE_SEPARATOR
                || type == Character.PARAGRAPH_SEPARATOR
                || type == Character.SURROGATE
                || point == 0x00AD
                || point == 0x061C
                || point == 0x115F
                || point == 0x1160
                || point == 0x17B4
                || point == 0x17B5
                || point == 0x180E
                || (point >= 0x200B && point <= 0x200F)
                || (point >= 0x202A && point <= 0x202E)
                || (point >= 0x2060 && point <= 0x206F)
                || point == 0x3164
                || point == 0xFEFF
                || point == 0xFFA0
                || (point >= 0xFFF0 && point <= 0xFFFB)
                || (point >= 0x1BCA0 && point <= 0x1BCA3)
                || (point >= 0x1D173 && point <= 0x1D17A)
                || (point >= 0xE0000 && point <= 0xE0FFF);
    }

    /** Spaces, and the Braille pattern without dots. */
    private static boolean isBlank(int point) {
        return Character.isSpaceChar(point) || point == 0x2800;
    }
}
