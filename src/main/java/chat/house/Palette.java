package chat.house;

import java.util.List;
import java.util.stream.Stream;

/**
 * The colours that one accent colour stands for, in one colour scheme. They replace the tokens of the same names in
 * {@code static/css/tokens.css}. Text in the accent colour has enough contrast to all that it stands on, and so has text
 * on it: if necessary, the accent is made darker in the light scheme, and lighter in the dark one.
 */
record Palette(Colour accent, Colour accentHover, Colour onAccent, Colour ownBubble, Colour ownMeta, Colour chosen) {
    /** What WCAG 2.2 AA requires for text. */
    static final double MIN_CONTRAST = 4.5;

    /** The canvas, the surface, the background of a hovered row, and the bubbles of others, as in {@code tokens.css}. */
    private static final List<Colour> LIGHT = colours("#f6f5f2", "#ffffff", "#f2f0ec");

    private static final List<Colour> DARK = colours("#141312", "#1e1d1b", "#282623", "#2a2825");
    private static final double STEP = 0.005;

    private static List<Colour> colours(String... all) {
        return Stream.of(all).map(each -> Colour.parse(each).orElseThrow()).toList();
    }

    /** The tints have the lightness and at most the chroma of those in {@code tokens.css}. */
    static Palette light(Colour wanted) {
        Oklch base = Oklch.of(wanted);
        Colour ownBubble = base.withLightness(0.928).atMost(0.034).colour();
        Colour chosen = base.withLightness(0.949).atMost(0.021).colour();
        Colour accent = legible(
                wanted,
                -STEP,
                Stream.concat(LIGHT.stream(), Stream.of(ownBubble, chosen)).toList());
        Oklch found = Oklch.of(accent);
        // Nearly black cannot get darker.
        Oklch hover = found.withLightness(found.lightness() + (found.lightness() < 0.15 ? 0.15 : -0.06));
        Colour onAccent = new Colour(255, 255, 255);
        Colour ownMeta = base.withLightness(0.455).atMost(0.059).colour();
        return new Palette(accent, hover.colour(), onAccent, ownBubble, ownMeta, chosen);
    }

    static Palette dark(Colour wanted) {
        Oklch base = Oklch.of(wanted);
        Colour ownBubble = base.withLightness(0.365).atMost(0.085).colour();
        Colour chosen = base.withLightness(0.327).atMost(0.053).colour();
        Colour accent = legible(
                wanted,
                STEP,
                Stream.concat(DARK.stream(), Stream.of(ownBubble, chosen)).toList());
        Oklch found = Oklch.of(accent);
        // Nearly white cannot get lighter.
        Oklch hover = found.withLightness(found.lightness() + (found.lightness() > 0.93 ? -0.07 : 0.05));
        Colour onAccent = base.withLightness(0.214).atMost(0.045).colour();
        Colour ownMeta = base.withLightness(0.828).atMost(0.053).colour();
        return new Palette(accent, hover.colour(), onAccent, ownBubble, ownMeta, chosen);
    }

    /** The wanted colour, or the first one in this direction that can be read on all of the backgrounds. */
    private static Colour legible(Colour wanted, double step, List<Colour> backgrounds) {
        Oklch base = Oklch.of(wanted);
        Colour colour = wanted;
        for (double lightness = base.lightness(); !isLegible(colour, backgrounds); lightness += step) {
            colour = base.withLightness(lightness).colour();
        }
        return colour;
    }

    private static boolean isLegible(Colour text, List<Colour> backgrounds) {
        return backgrounds.stream().allMatch(background -> text.contrast(background) >= MIN_CONTRAST);
    }

    String css(String selector) {
        return """
                %s {
                  --accent: %s;
                  --accent-hover: %s;
                  --on-accent: %s;
                  --own-bubble: %s;
                  --own-meta: %s;
                  --chosen: %s;
                }
                """
                .formatted(
                        selector,
                        accent.hex(),
                        accentHover.hex(),
                        onAccent.hex(),
                        ownBubble.hex(),
                        ownMeta.hex(),
                        chosen.hex());
    }
}
