package chat.web;

import io.javalin.http.Context;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.util.Base64;

/**
 * 256 random bits as text, for a link or a cookie. The database stores only the hash, so it cannot be used to log in.
 */
public final class Token {
    private static final int BYTES = 32;

    private Token() {}

    /**
     * Call this for a page with a token in its address. The {@code Referer} of its requests then names only the site.
     */
    public static void keepFromReferer(Context ctx) {
        ctx.header("Referrer-Policy", "strict-origin");
    }

    public static String make(SecureRandom random) {
        byte[] bits = new byte[BYTES];
        random.nextBytes(bits);
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bits);
    }

    public static byte[] hash(String token) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(token.getBytes(StandardCharsets.UTF_8));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("This JVM lacks SHA-256", e);
        }
    }
}
