package chat.house;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A colour of a screen, in sRGB, each part from 0 to 255. */
record Colour(int red, int green, int blue) {
    private static final Pattern DIGITS = Pattern.compile("#?([0-9A-Fa-f]{3}|[0-9A-Fa-f]{6})");

    /** Reads {@code #2b5bd7}, also without {@code #} or in the short form {@code #25d}. Empty for anything else. */
    static Optional<Colour> parse(String text) {
        Matcher matcher = DIGITS.matcher(text);
        if (!matcher.matches()) {
            return Optional.empty();
        }
        String digits = matcher.group(1);
        String six = digits.length() == 6 ? digits : digits.replaceAll("(.)", "$1$1");
        int all = Integer.parseInt(six, 16);
        return Optional.of(new Colour(all >> 16, all >> 8 & 0xFF, all & 0xFF));
    }

    /** Written as in a style sheet, with six digits. */
    String hex() {
        return String.format("#%02x%02x%02x", red, green, blue);
    }

    /** The contrast ratio of WCAG 2.2, from 1 to 21. It is the same in both directions. */
    double contrast(Colour other) {
        double mine = luminance();
        double theirs = other.luminance();
        return (Math.max(mine, theirs) + 0.05) / (Math.min(mine, theirs) + 0.05);
    }

    /** The relative luminance of WCAG 2.2, from 0 to 1. */
    private double luminance() {
        return 0.2126 * linear(red) + 0.7152 * linear(green) + 0.0722 * linear(blue);
    }

    /** The amount of light, from 0 to 1. */
    static double linear(int part) {
        double value = part / 255.0;
        return value <= 0.04045 ? value / 12.92 : Math.pow((value + 0.055) / 1.055, 2.4);
    }

    /** The part of a colour that stands for this amount of light. */
    static int part(double linear) {
        double value = linear <= 0.0031308 ? linear * 12.92 : 1.055 * Math.pow(linear, 1 / 2.4) - 0.055;
        return (int) Math.round(Math.max(0, Math.min(1, value)) * 255);
    }
}
