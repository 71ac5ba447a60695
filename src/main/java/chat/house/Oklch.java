package chat.house;

/**
 * A colour by what people see in it, in the colour space Oklch of CSS. Colours of the same lightness look equally light,
 * whatever their hue, and keep their hue when their lightness changes.
 *
 * @param lightness from 0, black, to 1, white
 * @param chroma from 0, grey, to about 0.3
 * @param hue in radians
 */
record Oklch(double lightness, double chroma, double hue) {
    private static final double TOLERANCE = 0.0005;

    static Oklch of(Colour colour) {
        double red = Colour.linear(colour.red());
        double green = Colour.linear(colour.green());
        double blue = Colour.linear(colour.blue());
        double l = Math.cbrt(0.4122214708 * red + 0.5363325363 * green + 0.0514459929 * blue);
        double m = Math.cbrt(0.2119034982 * red + 0.6806995451 * green + 0.1073969566 * blue);
        double s = Math.cbrt(0.0883024619 * red + 0.2817188376 * green + 0.6299787005 * blue);
        double a = 1.9779984951 * l - 2.4285922050 * m + 0.4505937099 * s;
        double b = 0.0259040371 * l + 0.7827717662 * m - 0.8086757660 * s;
        double lightness = 0.2104542553 * l + 0.7936177850 * m - 0.0040720468 * s;
        return new Oklch(lightness, Math.hypot(a, b), Math.atan2(b, a));
    }

    Oklch withLightness(double other) {
        return new Oklch(Math.max(0, Math.min(1, other)), chroma, hue);
    }

    /** At most as colourful as this. */
    Oklch atMost(double maxChroma) {
        return new Oklch(lightness, Math.min(chroma, maxChroma), hue);
    }

    /** The most colourful colour of this lightness and hue that a screen can show, up to this chroma. */
    Colour colour() {
        double low = 0;
        double high = chroma;
        if (fits(light(high))) {
            low = high;
        }
        while (high - low > TOLERANCE) {
            double middle = (low + high) / 2;
            if (fits(light(middle))) {
                low = middle;
            } else {
                high = middle;
            }
        }
        double[] light = light(low);
        return new Colour(Colour.part(light[0]), Colour.part(light[1]), Colour.part(light[2]));
    }

    /** The amounts of red, green and blue light for a chroma. A screen can show those from 0 to 1. */
    private double[] light(double withChroma) {
        double a = withChroma * Math.cos(hue);
        double b = withChroma * Math.sin(hue);
        double l = Math.pow(lightness + 0.3963377774 * a + 0.2158037573 * b, 3);
        double m = Math.pow(lightness - 0.1055613458 * a - 0.0638541728 * b, 3);
        double s = Math.pow(lightness - 0.0894841775 * a - 1.2914855480 * b, 3);
        return new double[] {
            4.0767416621 * l - 3.3077115913 * m + 0.2309699292 * s,
            -1.2684380046 * l + 2.6097574011 * m - 0.3413193965 * s,
            -0.0041960863 * l - 0.7034186147 * m + 1.7076147010 * s
        };
    }

    private static boolean fits(double[] light) {
        for (double part : light) {
            if (part < -TOLERANCE || part > 1 + TOLERANCE) {
                return false;
            }
        }
        return true;
    }
}
