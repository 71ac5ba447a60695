package chat.accounts;

import com.password4j.ScryptFunction;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import javax.crypto.SecretKeyFactory;
import javax.crypto.spec.PBEKeySpec;

/**
 * Password hashes of the Python version, in the format of its library Werkzeug: {@code method$salt$digest}, the digest
 * in hex. They are only checked. A successful login replaces them by a bcrypt hash if bcrypt accepts the password.
 */
public final class LegacyHashes {
    private static final Pattern PBKDF2 = Pattern.compile(
            "pbkdf2:(sha1|sha224|sha256|sha384|sha512)(?::([0-9]{1,8}))?\\$([^$]+)\\$((?:[0-9a-f]{2})+)");
    private static final Pattern SCRYPT =
            Pattern.compile("scrypt:([0-9]{1,7}):([0-9]{1,3}):([0-9]{1,3})\\$([^$]+)\\$((?:[0-9a-f]{2}){64})");

    private static final Map<String, Integer> DIGEST_BYTES =
            Map.of("sha1", 20, "sha224", 28, "sha256", 32, "sha384", 48, "sha512", 64);
    /** The defaults of Werkzeug's versions, newest first. They apply to hashes that do not name their rounds. */
    private static final int[] DEFAULT_ROUNDS = {1_000_000, 600_000, 260_000, 150_000, 50_000};

    private static final int MAX_ROUNDS = 10_000_000;
    /** The memory for one check. Werkzeug's own parameters take 32 MB. */
    private static final long MAX_SCRYPT_BYTES = 128L << 20;

    private static final int MAX_SCRYPT_LANES = 16;

    private LegacyHashes() {}

    /** Whether the hash can be checked here, at a cost that a server can bear. */
    public static boolean isSupported(String hash) {
        Matcher pbkdf2 = PBKDF2.matcher(hash);
        if (pbkdf2.matches()) {
            int rounds = pbkdf2.group(2) == null ? 1 : Integer.parseInt(pbkdf2.group(2));
            return rounds > 0
                    && rounds <= MAX_ROUNDS
                    && pbkdf2.group(4).length() == 2 * DIGEST_BYTES.get(pbkdf2.group(1));
        }
        Matcher scrypt = SCRYPT.matcher(hash);
        if (scrypt.matches()) {
            int n = Integer.parseInt(scrypt.group(1));
            int r = Integer.parseInt(scrypt.group(2));
            int p = Integer.parseInt(scrypt.group(3));
            return n > 1
                    && Integer.bitCount(n) == 1
                    && r > 0
                    && 128L * n * r <= MAX_SCRYPT_BYTES
                    && p > 0
                    && p <= MAX_SCRYPT_LANES;
        }
        return false;
    }

    /**
     * The number of bcrypt rounds that take about as long as checking a wrong password against this hash. The ratios
     * are measured CPU times (OpenJDK 17, x86-64): one bcrypt round takes as long as 264 rounds of PBKDF2 with a digest
     * of up to 256 bits, as 72 rounds with a longer digest, or as 92 blocks of scrypt.
     */
    static long bcryptRounds(String hash) {
        Matcher pbkdf2 = PBKDF2.matcher(hash);
        if (pbkdf2.matches()) {
            long rounds = IntStream.of(rounds(pbkdf2)).asLongStream().sum();
            return rounds / (DIGEST_BYTES.get(pbkdf2.group(1)) > 32 ? 72 : 264);
        }
        Matcher scrypt = SCRYPT.matcher(hash);
        return scrypt.matches()
                ? Long.parseLong(scrypt.group(1))
                        * Long.parseLong(scrypt.group(2))
                        * Long.parseLong(scrypt.group(3))
                        / 92
                : 0;
    }

    private static int[] rounds(Matcher pbkdf2) {
        return pbkdf2.group(2) == null ? DEFAULT_ROUNDS : new int[] {Integer.parseInt(pbkdf2.group(2))};
    }

    /** Whether a password matches a hash that {@link #isSupported}. Slow on purpose. */
    static boolean matches(String password, String hash) {
        try {
            Matcher pbkdf2 = PBKDF2.matcher(hash);
            return pbkdf2.matches() ? matchesPbkdf2(password, pbkdf2) : matchesScrypt(password, hash);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("This JVM lacks HMAC with SHA-1 or SHA-2", e);
        }
    }

    private static boolean matchesPbkdf2(String password, Matcher parts) throws GeneralSecurityException {
        String algorithm = "PBKDF2WithHmac" + parts.group(1).toUpperCase(Locale.ROOT);
        byte[] salt = parts.group(3).getBytes(StandardCharsets.UTF_8);
        byte[] digest = HexFormat.of().parseHex(parts.group(4));
        SecretKeyFactory factory = SecretKeyFactory.getInstance(algorithm);
        for (int count : rounds(parts)) {
            PBEKeySpec spec = new PBEKeySpec(password.toCharArray(), salt, count, digest.length * 8);
            if (MessageDigest.isEqual(digest, factory.generateSecret(spec).getEncoded())) {
                return true;
            }
        }
        return false;
    }

    private static boolean matchesScrypt(String password, String hash) throws GeneralSecurityException {
        Matcher parts = SCRYPT.matcher(hash);
        if (!parts.matches()) {
            return false;
        }
        int n = Integer.parseInt(parts.group(1));
        int r = Integer.parseInt(parts.group(2));
        int p = Integer.parseInt(parts.group(3));
        byte[] salt = parts.group(4).getBytes(StandardCharsets.UTF_8);
        byte[] digest = HexFormat.of().parseHex(parts.group(5));
        byte[] found = ScryptFunction.getInstance(n, r, p, digest.length)
                .scrypt(password.getBytes(StandardCharsets.UTF_8), salt, digest.length);
        return MessageDigest.isEqual(digest, found);
    }
}
