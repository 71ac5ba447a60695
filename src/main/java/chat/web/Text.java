package chat.web;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.regex.Pattern;

/** Rules for every text that comes from outside. */
public final class Text {
    private static final Pattern AROUND =
            Pattern.compile("^\\p{IsWhite_Space}++|(?<!\\p{IsWhite_Space})\\p{IsWhite_Space}++$");

    private Text() {}

    /** Decodes UTF-8. Empty if the bytes are not well-formed. */
    static Optional<String> utf8(byte[] bytes) {
        try {
            return Optional.of(StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes))
                    .toString());
        } catch (CharacterCodingException e) {
            return Optional.empty();
        }
    }

    /** Strips white space in the sense of Unicode, because keyboards insert more kinds than the plain space. */
    public static String strip(String text) {
        return AROUND.matcher(text).replaceAll("");
    }

    /** The length in bytes of UTF-8, computed without encoding the text. */
    public static long utf8Length(String text) {
        long bytes = text.length();
        for (int i = 0; i < text.length(); i++) {
            char unit = text.charAt(i);
            if (unit >= 0x80) {
                // A surrogate pair takes four bytes, so each half counts as two.
                bytes += unit < 0x800 || Character.isSurrogate(unit) ? 1 : 2;
            }
        }
        return bytes;
    }

    public static int codePoints(String text) {
        return text.codePointCount(0, text.length());
    }
}
