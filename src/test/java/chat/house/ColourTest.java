package chat.house;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ColourTest {
    static Colour colour(String hex) {
        return Colour.parse(hex).orElseThrow();
    }

    @ParameterizedTest
    @CsvSource({"#2b5bd7, #2b5bd7", "2B5BD7, #2b5bd7", "#fff, #ffffff", "0a3, #00aa33", "#000000, #000000"})
    void aColourIsReadAndWritten(String text, String hex) {
        assertEquals(hex, colour(text).hex());
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "#", "#12", "#1234", "#12345", "#1234567", "##123456", "#12345g", "red", "rgb(1,2,3)"})
    void anythingElseIsNotAColour(String text) {
        assertEquals(Optional.empty(), Colour.parse(text));
    }

    @ParameterizedTest
    @CsvSource({
        "#000000, #ffffff, 21",
        "#123456, #123456, 1",
        "#777777, #ffffff, 4.478",
        "#767676, #ffffff, 4.542",
        "#ff0000, #ffffff, 3.998",
        "#0000ff, #ffffff, 8.592"
    })
    void theContrastIsThatOfWcag(String one, String other, double contrast) {
        assertEquals(contrast, colour(one).contrast(colour(other)), 0.001);
        assertEquals(contrast, colour(other).contrast(colour(one)), 0.001);
    }

    @Test
    void aColourIsTheSameAfterConversions() {
        for (Colour colour : PaletteTest.MANY) {
            Colour back = Oklch.of(colour).colour();
            int difference = Math.abs(colour.red() - back.red())
                    + Math.abs(colour.green() - back.green())
                    + Math.abs(colour.blue() - back.blue());
            assertTrue(difference <= 3, () -> colour.hex() + " became " + back.hex());
        }
    }

    @ParameterizedTest
    @CsvSource({"#ffffff, 1, 0", "#000000, 0, 0", "#ff0000, 0.628, 0.258", "#2b5bd7, 0.516, 0.198"})
    void theLightnessAndTheChromaAreThoseOfCss(String hex, double lightness, double chroma) {
        Oklch found = Oklch.of(colour(hex));
        assertEquals(lightness, found.lightness(), 0.001);
        assertEquals(chroma, found.chroma(), 0.001);
    }
}
