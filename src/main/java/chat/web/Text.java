package chat.web;

/** What every text from outside must be. */
public final class Text {
    private Text() {}

    /** No NUL and no lone surrogate: neither can be stored and given back as it came. */
    public static boolean isClean(String text) {
        for (int i = 0; i < text.length(); i++) {
            char unit = text.charAt(i);
            if (unit == 0) {
                return false;
            }
            if (Character.isSurrogate(unit)) {
                boolean pair = Character.isHighSurrogate(unit)
                        && i + 1 < text.length()
                        && Character.isLowSurrogate(text.charAt(i + 1));
                if (!pair) {
                    return false;
                }
                i++;
            }
        }
        return true;
    }

    public static int codePoints(String text) {
        return text.codePointCount(0, text.length());
    }
}
