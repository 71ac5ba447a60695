package chat.web;

import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Map;

/**
 * A static file as it is served. The bytes lie outside the heap. Otherwise Java would copy them there for each write,
 * and keep one copy for each thread that wrote.
 *
 * @param type the content type
 * @param tag the entity tag. It is weak, because the compressed bytes carry it too
 * @param compressed the bytes compressed with gzip, or null
 */
record Asset(String type, String tag, ByteBuffer plain, ByteBuffer compressed) {
    private static final Map<String, String> TYPES = Map.of(
            "css", "text/css; charset=utf-8",
            "js", "text/javascript; charset=utf-8",
            "mjs", "text/javascript; charset=utf-8",
            "json", "application/json",
            "svg", "image/svg+xml",
            "png", "image/png",
            "ico", "image/x-icon",
            "woff2", "font/woff2");

    /** @param compressed the bytes compressed with gzip, or null */
    static Asset of(String name, byte[] plain, byte[] compressed) {
        return new Asset(type(name), tag(plain), direct(plain), compressed == null ? null : direct(compressed));
    }

    private static String type(String name) {
        return TYPES.getOrDefault(name.substring(name.lastIndexOf('.') + 1), "application/octet-stream");
    }

    private static String tag(byte[] content) {
        try {
            byte[] hash = MessageDigest.getInstance("SHA-256").digest(content);
            return "W/\"" + HexFormat.of().formatHex(hash, 0, 12) + "\"";
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    private static ByteBuffer direct(byte[] content) {
        return ByteBuffer.allocateDirect(content.length).put(content).flip().asReadOnlyBuffer();
    }

    /** Whether an {@code If-None-Match} header names this file: {@code *}, or a list of tags. */
    boolean matches(String tags) {
        if (tags.strip().equals("*")) {
            return true;
        }
        String opaque = tag.substring(tag.indexOf('"'));
        for (String given : tags.split(",", -1)) {
            String bare = given.strip();
            if (bare.equals(tag) || bare.equals(opaque)) {
                return true;
            }
        }
        return false;
    }
}
