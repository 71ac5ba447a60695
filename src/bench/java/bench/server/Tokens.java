package bench.server;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.List;
import java.util.function.IntFunction;

/** Session tokens by user id. */
public final class Tokens {
    private Tokens() {}

    /** The chat's token, derived from the user id so that seeding and load need not share a file. */
    public static String derived(int userId) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(sha256("bench session of " + userId));
    }

    public static byte[] sha256(String text) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    /** The peer's tokens, from the JSON array that its own seeding wrote. */
    static IntFunction<String> read(Path file) {
        try {
            List<String> tokens = List.of(new ObjectMapper().readValue(file.toFile(), String[].class));
            return userId -> tokens.get(userId - 1);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
