package chat.house;

import chat.web.Json;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;

/**
 * The files in which a browser sees a look.
 *
 * @param version a checksum of the files. It is part of their path, so browsers may cache them for good
 * @param style null for the default colour, which is in the other style sheets
 */
record HouseFiles(Look look, String version, String style, String manifest) {
    private static final int VERSION_DIGITS = 12;

    private record Icon(String src, String sizes, String type) {}

    private record Manifest(
            String name,
            String shortName,
            String startUrl,
            String scope,
            String display,
            String backgroundColor,
            String themeColor,
            List<Icon> icons) {}

    /** @param icon the address of the chat's icon */
    static HouseFiles of(Look look, String icon) {
        String style = look.hasDefaultColour() ? null : style(look);
        String manifest = manifest(look, icon);
        return new HouseFiles(look, checksum(style + manifest), style, manifest);
    }

    private static String style(Look look) {
        Colour wanted = Colour.parse(look.colour()).orElseThrow();
        String light = Palette.light(wanted).css(":root,\n[data-bs-theme=\"light\"]");
        return light + Palette.dark(wanted).css("[data-bs-theme=\"dark\"]");
    }

    private static String manifest(Look look, String icon) {
        return Json.write(new Manifest(
                look.name(),
                look.name(),
                "/chat",
                "/",
                "standalone",
                "#f6f5f2",
                "#f6f5f2",
                List.of(new Icon(icon, "any", "image/svg+xml"))));
    }

    private static String checksum(String text) {
        try {
            byte[] hash = MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(hash).substring(0, VERSION_DIGITS);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    /** The variables of the templates. */
    Map<String, Object> variables() {
        String path = House.PATH + version;
        return Map.of(
                "product",
                look.name(),
                "manifest",
                path + House.MANIFEST,
                "accentStyle",
                style == null ? "" : path + House.STYLE);
    }
}
