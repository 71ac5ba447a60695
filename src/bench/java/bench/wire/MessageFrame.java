package bench.wire;

import io.netty.buffer.ByteBuf;
import java.nio.charset.StandardCharsets;
import java.util.stream.IntStream;

/** A frame that sends a message. Each sender reuses its frame and changes only the message's number in it. */
public final class MessageFrame {
    /** The placeholder of the number in the text of a frame. */
    static final String NUMBER = "#".repeat(Numbers.DIGITS);

    private static final String FILLER = " lorem ipsum dolor sit amet, consectetur adipiscing";
    /** The default length of a message. */
    static final int CHARACTERS = 60;

    private final byte[] frame;
    private final int[] places;

    private MessageFrame(byte[] frame, int[] places) {
        this.frame = frame;
        this.places = places;
    }

    /** The text of every message: its number, by which the recipient recognizes it, and filler. */
    static String content(int characters) {
        return ((char) Numbers.PREFIX + NUMBER + FILLER.repeat(characters / FILLER.length() + 1))
                .substring(0, characters);
    }

    static MessageFrame of(String text) {
        byte[] frame = ClientFrame.text(text);
        String bytes = new String(frame, StandardCharsets.ISO_8859_1);
        int[] places = IntStream.range(0, bytes.length())
                .filter(place -> bytes.startsWith(NUMBER, place))
                .toArray();
        return new MessageFrame(frame, places);
    }

    void appendTo(ByteBuf out, int number) {
        for (int place : places) {
            Numbers.write(number, frame, place);
        }
        out.writeBytes(frame);
    }
}
