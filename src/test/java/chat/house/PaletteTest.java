package chat.house;

import static chat.house.ColourTest.colour;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PaletteTest {
    /** Every sixteenth step of red, green and blue, from black to white. */
    static final List<Colour> MANY = steps().flatMap(
                    red -> steps().flatMap(green -> steps().map(blue -> new Colour(red, green, blue))))
            .toList();

    private static final Pattern TOKEN = Pattern.compile("--([a-z-]+): (#[0-9a-f]{6});");
    private static final List<String> BEHIND_TEXT = List.of("canvas", "surface", "hover", "other-bubble");

    private static Stream<Integer> steps() {
        return Stream.iterate(0, step -> step + 17).limit(16);
    }

    /** The colours of {@code tokens.css} in one scheme. */
    private static Map<String, Colour> tokens(boolean dark) {
        String css;
        try {
            css = Files.readString(Path.of("static", "css", "tokens.css"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        String[] schemes = css.split(Pattern.quote("[data-bs-theme=\"dark\"]"), -1);
        assertEquals(2, schemes.length);
        Map<String, Colour> tokens = new HashMap<>();
        TOKEN.matcher(schemes[dark ? 1 : 0])
                .results()
                .forEach(found -> tokens.put(found.group(1), colour(found.group(2))));
        assertTrue(tokens.size() > 12, tokens::toString);
        return tokens;
    }

    @Test
    void everyTextCanBeReadInLightMode() {
        Map<String, Colour> tokens = tokens(false);
        MANY.forEach(wanted -> assertLegible(wanted, Palette.light(wanted), tokens));
    }

    @Test
    void everyTextCanBeReadInDarkMode() {
        Map<String, Colour> tokens = tokens(true);
        MANY.forEach(wanted -> assertLegible(wanted, Palette.dark(wanted), tokens));
    }

    private static void assertLegible(Colour wanted, Palette palette, Map<String, Colour> tokens) {
        for (Colour accent : List.of(palette.accent(), palette.accentHover())) {
            for (String behind : BEHIND_TEXT) {
                assertLegible(wanted, accent, tokens.get(behind));
            }
            assertLegible(wanted, accent, palette.ownBubble());
            assertLegible(wanted, accent, palette.chosen());
            assertLegible(wanted, palette.onAccent(), accent);
        }
        for (String text : List.of("ink", "ink-soft")) {
            assertLegible(wanted, tokens.get(text), palette.ownBubble());
            assertLegible(wanted, tokens.get(text), palette.chosen());
        }
        assertLegible(wanted, palette.ownMeta(), palette.ownBubble());
        assertNotEquals(palette.accent(), palette.accentHover(), wanted.hex());
    }

    private static void assertLegible(Colour wanted, Colour text, Colour behind) {
        double contrast = text.contrast(behind);
        assertTrue(
                contrast >= 4.5, () -> wanted.hex() + ": " + text.hex() + " on " + behind.hex() + " has " + contrast);
    }

    @ParameterizedTest
    @ValueSource(strings = {"#2b5bd7", "#000000", "#8b1a1a", "#00695c"})
    void aColourThatCanBeReadStays(String hex) {
        assertEquals(hex, Palette.light(colour(hex)).accent().hex());
    }

    @ParameterizedTest
    @ValueSource(strings = {"#ffffff", "#8fb1ff", "#ffee58"})
    void aColourThatCanBeReadInDarkModeStays(String hex) {
        assertEquals(hex, Palette.dark(colour(hex)).accent().hex());
    }

    @ParameterizedTest
    @ValueSource(strings = {"#ffdd00", "#ff0000", "#00ff00", "#7b1fa2", "#0000ff", "#ff9800"})
    void onlyTheLightnessOfAStrongColourChanges(String hex) {
        Oklch wanted = Oklch.of(colour(hex));
        for (Palette palette : List.of(Palette.light(colour(hex)), Palette.dark(colour(hex)))) {
            Oklch accent = Oklch.of(palette.accent());
            double turn = Math.IEEEremainder(accent.hue() - wanted.hue(), 2 * Math.PI);
            assertEquals(
                    0,
                    Math.toDegrees(turn),
                    3,
                    hex + " became " + palette.accent().hex());
            assertTrue(
                    accent.chroma() > 0.09,
                    () -> hex + " became " + palette.accent().hex());
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"#000000", "#808080", "#ffffff"})
    void greyStaysGrey(String hex) {
        for (Palette palette : List.of(Palette.light(colour(hex)), Palette.dark(colour(hex)))) {
            for (Colour part :
                    List.of(palette.accent(), palette.accentHover(), palette.ownBubble(), palette.chosen())) {
                assertEquals(part.red(), part.green(), part.hex());
                assertEquals(part.red(), part.blue(), part.hex());
            }
        }
    }

    @Test
    void theDefaultColourIsThatOfTheStyleSheets() {
        assertEquals(tokens(false).get("accent"), colour(Look.DEFAULT.colour()));
    }
}
