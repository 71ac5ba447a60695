package chat.app;

import chat.db.SqliteFile;
import chat.web.Text;
import chat.web.TrustedProxies;
import java.io.File;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * The configuration, read from the environment and checked.
 *
 * @param host the address to listen on
 * @param port the port to listen on; 0 for any free one
 * @param publicUrl the address that people use, or null
 * @param platformUrl the address that the platform assigned, or null. People may also use another one
 * @param trustedProxies the proxies whose headers about the client are believed
 * @param clientAddressHeader the header in which they name the client's address
 * @param bcryptCost the logarithm to base 2 of bcrypt's rounds
 * @param passwordBlocklist whether the most common passwords are refused
 * @param rateLimits the factor by which all limits are multiplied; 0 for no limits
 * @param userQuotaMb how much text a user may store, in MB of 2^20 bytes
 * @param maxGroupMembers how many members a group may have
 * @param metricsToken the token that a request for metrics must carry, or null for no metrics
 * @param requestLog whether requests are logged
 * @param logFormat {@code text} or {@code json}
 * @param adminUsername the administrator's account, or null for the first account
 * @param dev whether templates and static files are read from the working folder at each request
 */
public record Config(
        String host,
        int port,
        Path database,
        URI publicUrl,
        URI platformUrl,
        TrustedProxies trustedProxies,
        String clientAddressHeader,
        int bcryptCost,
        boolean passwordBlocklist,
        int rateLimits,
        int userQuotaMb,
        int maxGroupMembers,
        String metricsToken,
        boolean requestLog,
        String logFormat,
        String adminUsername,
        boolean dev) {
    /** The last part of the help text. */
    static final String HELP =
            """

            Environment variables, with their defaults in parentheses:
              PORT             the port to serve on (5000)
              HOST             the address to listen on (0.0.0.0: all addresses of this machine)
              DATABASE_URL     the SQLite file: a path, sqlite:PATH or jdbc:sqlite:PATH. It is created if it
                               does not exist (messaging.db in the working folder)
              PUBLIC_URL       the address that people use, if there is a proxy:
                               https://chat.example.org (none). With https, cookies are Secure and browsers
                               are told to stay with HTTPS. Invitations and password links begin with it.
              TRUSTED_PROXIES  the proxies in front of the chat, as CIDRs separated by commas, or private.
                               X-Forwarded-For and X-Forwarded-Proto count only if they come from these
                               (none)
              CLIENT_ADDRESS_HEADER  the header in which those proxies name the client: X-Real-IP on Railway
                               (X-Forwarded-For)
              BCRYPT_COST      the cost of hashing passwords, 4 to 14. Each step takes twice as long (12)
              PASSWORD_BLOCKLIST  on: refuse the 30,000 most common passwords (off)
              RATE_LIMITS      a number from 2 to 100 multiplies all limits, for when many people share one
                               address. off removes them, for load tests (on)
              REQUEST_LOG      off: do not log requests to the standard error (on)
              LOG_FORMAT       json: log lines as JSON, for platforms that parse them (text)
              USER_QUOTA_MB    how much text one user may store in total, in MB of 2^20 bytes (1024)
              MAX_GROUP_MEMBERS  how many members a group may have, 2 to 100,000. A call that would exceed it
                               is refused with 409 (2000)
              METRICS_TOKEN    the token that GET /metrics requires as Authorization: Bearer TOKEN
                               (none: there are no metrics)
              ADMIN_USERNAME   the administrator's account (the first account)
              DEV              on: read templates and static files from the working folder (off)
            """;

    /**
     * Matches the beginning of a URL. The scheme has at least two characters, because one letter is a Windows drive.
     * Also matches {@code user:password@host}.
     */
    private static final Pattern SCHEME = Pattern.compile("[A-Za-z0-9][^/\\\\:]+:|.*://|[^/\\\\]*:[^/]*@");

    /** Matches a secret in a connection string, such as {@code host=db password=secret}. */
    private static final Pattern SECRET = Pattern.compile("(?i)(password|passwd|pwd|token|secret)\\s*=");

    /** An invalid value. The message is one sentence for the user. */
    static final class Invalid extends Exception {
        Invalid(String message) {
            super(message);
        }
    }

    static Config of(Map<String, String> environment) throws Invalid {
        return new Config(
                value(environment, "HOST", "0.0.0.0"),
                number(environment, "PORT", 5000, 0, 65_535),
                database(value(environment, "DATABASE_URL", "messaging.db")),
                publicUrl("PUBLIC_URL", value(environment, "PUBLIC_URL", "")),
                platformUrl(environment),
                trustedProxies(value(environment, "TRUSTED_PROXIES", "")),
                clientAddressHeader(value(environment, "CLIENT_ADDRESS_HEADER", "X-Forwarded-For")),
                number(environment, "BCRYPT_COST", 12, 4, 14),
                onOrOff(environment, "PASSWORD_BLOCKLIST", "off"),
                rateLimits(environment),
                number(environment, "USER_QUOTA_MB", 1_024, 1, 1_000_000),
                number(environment, "MAX_GROUP_MEMBERS", 2_000, 2, 100_000),
                value(environment, "METRICS_TOKEN", null),
                onOrOff(environment, "REQUEST_LOG", "on"),
                logFormat(value(environment, "LOG_FORMAT", "text")),
                adminUsername(Text.strip(value(environment, "ADMIN_USERNAME", ""))),
                onOrOff(environment, "DEV", "off"));
    }

    private static String value(Map<String, String> environment, String name, String defaultValue) {
        String value = environment.getOrDefault(name, "").strip();
        return value.isEmpty() ? defaultValue : value;
    }

    private static int number(Map<String, String> environment, String name, int defaultValue, int min, int max)
            throws Invalid {
        String value = value(environment, name, String.valueOf(defaultValue));
        String sentence = name + " must be a number from " + min + " to " + max + ", not " + Redacted.of(value) + ".";
        try {
            int number = Integer.parseInt(value);
            if (number < min || number > max) {
                throw new Invalid(sentence);
            }
            return number;
        } catch (NumberFormatException e) {
            throw new Invalid(sentence);
        }
    }

    /** The factor by which all limits are multiplied; 0 for no limits. */
    private static int rateLimits(Map<String, String> environment) throws Invalid {
        String value = value(environment, "RATE_LIMITS", "on").toLowerCase(Locale.ROOT);
        if (value.matches("[1-9][0-9]?|100")) {
            return Integer.parseInt(value);
        }
        return switch (value) {
            case "on" -> 1;
            case "off" -> 0;
            default ->
                throw new Invalid("RATE_LIMITS must be on, off or a number up to 100, not " + Redacted.of(value) + ".");
        };
    }

    private static boolean onOrOff(Map<String, String> environment, String name, String defaultValue) throws Invalid {
        String value = value(environment, name, defaultValue).toLowerCase(Locale.ROOT);
        if (!value.equals("on") && !value.equals("off")) {
            throw new Invalid(name + " must be on or off, not " + Redacted.of(value) + ".");
        }
        return value.equals("on");
    }

    private static Path database(String url) throws Invalid {
        String path = url;
        for (String prefix : new String[] {"jdbc:sqlite:", "sqlite:///", "sqlite:"}) {
            if (url.startsWith(prefix)) {
                path = url.substring(prefix.length());
                break;
            }
        }
        if (path.startsWith(":memory:")) {
            throw new Invalid("DATABASE_URL must name a file: a database in memory is lost at each restart.");
        }
        if (path.startsWith("file:")) {
            throw new Invalid("DATABASE_URL must be a path, without \"file:\" before it.");
        }
        if (path.isEmpty()
                || path.contains("?")
                || SCHEME.matcher(path).lookingAt()
                || SECRET.matcher(path).find()) {
            // Show no part of it, because each kind of database has the password in another place.
            throw new Invalid("DATABASE_URL must be a path, sqlite:PATH or jdbc:sqlite:PATH, not the address of another"
                    + " database.");
        }
        if (path.endsWith("/") || path.endsWith(File.separator)) {
            throw new Invalid("DATABASE_URL must name a file, not a folder: " + Redacted.of(path) + ".");
        }
        try {
            return Path.of(path);
        } catch (InvalidPathException e) {
            throw new Invalid(
                    "DATABASE_URL is not a valid path: " + Redacted.of(url) + "." + SqliteFile.encodingHint(url));
        }
    }

    /** Render and Railway set these variables. */
    private static URI platformUrl(Map<String, String> environment) throws Invalid {
        String domain = value(environment, "RAILWAY_PUBLIC_DOMAIN", "");
        return domain.isEmpty()
                ? publicUrl("RENDER_EXTERNAL_URL", value(environment, "RENDER_EXTERNAL_URL", ""))
                : publicUrl("RAILWAY_PUBLIC_DOMAIN", "https://" + domain);
    }

    private static URI publicUrl(String name, String url) throws Invalid {
        if (url.isEmpty()) {
            return null;
        }
        try {
            URI uri = new URI(url);
            boolean web = "http".equals(uri.getScheme()) || "https".equals(uri.getScheme());
            boolean bare = uri.getRawPath() == null
                    || uri.getRawPath().isEmpty()
                    || uri.getRawPath().equals("/");
            if (web
                    && bare
                    && uri.getHost() != null
                    && uri.getRawQuery() == null
                    && uri.getRawUserInfo() == null
                    && uri.getRawFragment() == null) {
                return uri;
            }
        } catch (URISyntaxException e) {
            // refused below, like any other invalid address
        }
        throw new Invalid(name + " must look like https://chat.example.org, not " + Redacted.of(url) + ".");
    }

    private static TrustedProxies trustedProxies(String networks) throws Invalid {
        try {
            return TrustedProxies.of(networks);
        } catch (IllegalArgumentException e) {
            throw new Invalid("TRUSTED_PROXIES must be CIDRs separated by commas, or private, not "
                    + Redacted.of(networks) + ".");
        }
    }

    private static String clientAddressHeader(String name) throws Invalid {
        if (!name.matches("[A-Za-z0-9-]+")) {
            throw new Invalid("CLIENT_ADDRESS_HEADER must be the name of a header, not " + Redacted.of(name) + ".");
        }
        return name;
    }

    private static String logFormat(String format) throws Invalid {
        if (!format.equals("text") && !format.equals("json")) {
            throw new Invalid("LOG_FORMAT must be text or json, not " + Redacted.of(format) + ".");
        }
        return format;
    }

    private static String adminUsername(String name) throws Invalid {
        if (!name.matches("([A-Za-z0-9._-]{3,32})?")) {
            throw new Invalid("ADMIN_USERNAME must be the name of an account, not " + Redacted.of(name) + ".");
        }
        return name.isEmpty() ? null : name;
    }

    /** Leaves out the token, in case the configuration is ever logged. */
    @Override
    public String toString() {
        return "Config of " + database;
    }

    /** The address that links begin with, or null if it is not known. */
    URI site() {
        return publicUrl != null ? publicUrl : platformUrl;
    }

    boolean isSecure() {
        return publicUrl != null && "https".equals(publicUrl.getScheme());
    }
}
