package chat.web;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.regex.Pattern;

/** What every text from outside must be. */
public final class Text {
    private static final Pattern AROUND =
            Pattern.compile("^\\p{IsWhite_Space}++|(?<!\\p{IsWhite_Space})\\p{IsWhite_Space}++$");

    private Text() {}

    /** The text of these bytes; nothing where they are not well-formed UTF-8. */
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

    /** Without the white space around it, as Unicode has it: keyboards add more kinds than the space. */
    public static String strip(String text) {
        return AROUND.matcher(text).replaceAll("");
    }

    /** How many bytes the text takes in UTF-8, without making them. */
    public static long utf8Length(String text) {
        long bytes = text.length();
        for (int i = 0; i < text.length(); i++) {
            char unit = text.charAt(i);
            if (unit >= 0x80) {
                // Each half of a pair counts two, of the four that the pair takes.
                bytes += unit < 0x800 || Character.isSurrogate(unit) ? 1 : 2;
            }
        }
        return bytes;
    }

    public static int codePoints(String text) {
        return text.codePointCount(0, text.length());
    }
}
