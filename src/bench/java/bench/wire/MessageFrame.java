package bench.wire;

import io.netty.buffer.ByteBuf;
import java.nio.charset.StandardCharsets;
import java.util.stream.IntStream;

/** A frame that sends a message, made once for each sender: what changes is the message's number in its text. */
public final class MessageFrame {
    /** Stands for the number in the text that a frame is made from. */
    static final String NUMBER = "#".repeat(Numbers.DIGITS);

    private static final String FILLING = " lorem ipsum dolor sit amet, consectetur adipiscing";
    /** What a message has where nothing else is asked for. */
    static final int CHARACTERS = 60;

    private final byte[] frame;
    private final int[] places;

    private MessageFrame(byte[] frame, int[] places) {
        this.frame = frame;
        this.places = places;
    }

    /** What every message says: its number, by which the recipient knows it, and filling. */
    static String content(int characters) {
        return ((char) Numbers.MARK + NUMBER + FILLING.repeat(characters / FILLING.length() + 1))
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
