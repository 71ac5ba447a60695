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
 * What the environment says, checked.
 *
 * @param host the address to listen on
 * @param port 0: any that is free
 * @param publicUrl the address people use, or null
 * @param platformUrl the address that the platform gave this, or null: people may use another one too
 * @param trustedProxies whose headers about the client count
 * @param clientAddressHeader in which they tell its address
 * @param bcryptCost the logarithm to base 2 of bcrypt's rounds
 * @param passwordBlocklist refuse the commonest passwords
 * @param rateLimits how many times as much as usual is let pass; 0: anything
 * @param userQuotaMb how many MB of texts a user may store
 * @param maxGroupMembers how many members a group may have
 * @param metricsToken what a request for metrics must carry, or null: there are none
 * @param requestLog whether each request is a line in the log
 * @param logFormat {@code text} or {@code json}
 * @param adminUsername who administers, or null: the first account
 * @param dev read templates and static files from the working folder, at each request
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
    /** The end of what {@code --help} prints. */
    static final String HELP =
            """

            It is configured by environment variables:
              PORT             the port to serve on (5000)
              HOST             the address to listen on (0.0.0.0: all of this machine's)
              DATABASE_URL     the SQLite file, made where there is none: a path, sqlite:PATH or
                               jdbc:sqlite:PATH (messaging.db, in the folder it is started from)
              PUBLIC_URL       the address people use, where a proxy stands before it:
                               https://chat.example.org (none). With https, cookies are Secure and
                               browsers are told to stay with it. Invitations and password links
                               begin with it.
              TRUSTED_PROXIES  the proxies before it, whose X-Forwarded-For and X-Forwarded-Proto count:
                               CIDRs with commas between, or private (none)
              CLIENT_ADDRESS_HEADER  where those name the client, if not in X-Forwarded-For:
                               X-Real-IP on Railway
              BCRYPT_COST      how slow to hash passwords: 4 to 14, each step twice as slow (12)
              PASSWORD_BLOCKLIST  on: the 30,000 commonest passwords cannot be chosen (off)
              RATE_LIMITS      a number from 2 to 100: so many times as much is let pass, for many behind
                               one address; off: anything, for load runs (on)
              REQUEST_LOG      off: no line for each request on the standard error (on)
              LOG_FORMAT       json: log lines as JSON, for platforms that read them (text)
              USER_QUOTA_MB    how much text a user may store in all, in MB of 2^20 bytes (1024)
              MAX_GROUP_MEMBERS  how many members a group may have (2000)
              METRICS_TOKEN    what GET /metrics wants as Authorization: Bearer TOKEN (none: no metrics)
              ADMIN_USERNAME   the account that administers (the first there was)
              DEV              on: templates and static files are read from the working folder (off)
            """;

    /** Of an address: at least two letters, so that no drive of Windows is meant. {@code user:password@host} is one. */
    private static final Pattern SCHEME = Pattern.compile("[A-Za-z0-9][^/\\\\:]+:|.*://|[^/\\\\]*:[^/]*@");

    /** As in {@code host=db password=secret}. */
    private static final Pattern SECRET = Pattern.compile("(?i)(password|passwd|pwd|token|secret)\\s*=");

    /** A value that makes no sense, in one sentence for a person. */
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

    private static String value(Map<String, String> environment, String name, String usual) {
        String value = environment.getOrDefault(name, "").strip();
        return value.isEmpty() ? usual : value;
    }

    private static int number(Map<String, String> environment, String name, int usual, int least, int most)
            throws Invalid {
        String value = value(environment, name, String.valueOf(usual));
        String sentence =
                name + " must be a number from " + least + " to " + most + ", not " + Redacted.of(value) + ".";
        try {
            int number = Integer.parseInt(value);
            if (number < least || number > most) {
                throw new Invalid(sentence);
            }
            return number;
        } catch (NumberFormatException e) {
            throw new Invalid(sentence);
        }
    }

    /** How many times the usual; 0 for none. */
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

    private static boolean onOrOff(Map<String, String> environment, String name, String usual) throws Invalid {
        String value = value(environment, name, usual).toLowerCase(Locale.ROOT);
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
            throw new Invalid("DATABASE_URL must name a file: in memory all is lost at each restart.");
        }
        if (path.startsWith("file:")) {
            throw new Invalid("DATABASE_URL must be a path, without the \"file:\" before it.");
        }
        if (path.isEmpty()
                || path.contains("?")
                || SCHEME.matcher(path).lookingAt()
                || SECRET.matcher(path).find()) {
            // Not even in part: where in it a password stands depends on the database it is meant for.
            throw new Invalid("DATABASE_URL must be a path, sqlite:PATH or jdbc:sqlite:PATH, not the address of another"
                    + " database.");
        }
        if (path.endsWith("/") || path.endsWith(File.separator)) {
            throw new Invalid("DATABASE_URL must name a file, not a folder: " + Redacted.of(path) + ".");
        }
        try {
            return Path.of(path);
        } catch (InvalidPathException e) {
            throw new Invalid("DATABASE_URL is no path: " + Redacted.of(url) + "." + SqliteFile.encodingHint(url));
        }
    }

    /** Render and Railway tell it. */
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
            // told below, as any other address that does not fit
        }
        throw new Invalid(name + " must look like https://chat.example.org, not " + Redacted.of(url) + ".");
    }

    private static TrustedProxies trustedProxies(String networks) throws Invalid {
        try {
            return TrustedProxies.of(networks);
        } catch (IllegalArgumentException e) {
            throw new Invalid("TRUSTED_PROXIES must be CIDRs with commas between, or private, not "
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

    /** Without the token: whoever logs this by mistake shall not log that. */
    @Override
    public String toString() {
        return "Config of " + database;
    }

    /** The address that links begin with, or null where nobody told one. */
    URI site() {
        return publicUrl != null ? publicUrl : platformUrl;
    }

    boolean isSecure() {
        return publicUrl != null && "https".equals(publicUrl.getScheme());
    }
}
