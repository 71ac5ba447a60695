package chat.house;

import chat.web.ApiError;
import chat.web.NameRule;
import chat.web.Text;

/**
 * What the administrator chose for the chat.
 *
 * @param colour the accent colour, such as {@code #2b5bd7}
 */
public record Look(String name, String colour) {
    /** The colour is that of {@code static/css/tokens.css}. */
    public static final Look DEFAULT = new Look("Chat", "#2b5bd7");

    private static final NameRule NAME = new NameRule("chat_name", "The chat's name", 40);

    /**
     * Reads a name from a form. An empty one stands for the default.
     *
     * @throws ApiError 400 with a sentence, if the name is not allowed
     */
    public static String parseName(String typed) {
        return Text.strip(typed).isEmpty() ? DEFAULT.name() : NAME.check(typed);
    }

    /**
     * Reads a colour from a form. An empty one stands for the default.
     *
     * @throws ApiError 400 with a sentence, if it is not a colour
     */
    public static String parseColour(String typed) {
        String text = Text.strip(typed);
        return text.isEmpty()
                ? DEFAULT.colour()
                : Colour.parse(text)
                        .map(Colour::hex)
                        .orElseThrow(() -> ApiError.badRequest(
                                "accent_colour",
                                "Write the colour as # and six digits or letters from a to f, such as "
                                        + DEFAULT.colour() + "."));
    }

    boolean hasDefaultColour() {
        return colour.equals(DEFAULT.colour());
    }
}
