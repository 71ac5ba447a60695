package chat.accounts;

import chat.db.Database;
import chat.realtime.Hub;
import chat.web.Caller;
import io.javalin.http.Context;
import io.javalin.http.Cookie;
import io.javalin.http.SameSite;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Who is signed in where. The cookie holds 256 random bits, the database their hash: who reads the database cannot sign
 * in with it. A session ends with a logout, or 30 days after its last use.
 */
public final class Sessions {
    private static final Logger LOG = LoggerFactory.getLogger(Sessions.class);
    private static final Duration IDLE = Duration.ofDays(30);
    private static final Duration TOUCH_EVERY = Duration.ofHours(1);
    private static final int TOKEN_BYTES = 32;

    private final Database database;
    private final Hub hub;
    private final Clock clock;
    private final SecureRandom random = new SecureRandom();

    public Sessions(Database database, Hub hub, Clock clock) {
        this.database = database.map(SessionDao.Row.class);
        this.hub = hub;
        this.clock = clock;
    }

    /** The caller that the request's cookie names. */
    public Optional<Caller> find(Context ctx) {
        String token = ctx.cookie(cookieName(ctx));
        if (token == null) {
            return Optional.empty();
        }
        byte[] hash = hash(token);
        Optional<SessionDao.Row> row = row(hash);
        row.filter(session -> session.lastUsedAt().plus(TOUCH_EVERY).isBefore(clock.instant()))
                .ifPresent(session -> touch(ctx, token, hash));
        return row.map(session ->
                new Caller(session.userId(), session.username(), HexFormat.of().formatHex(hash)));
    }

    public boolean lives(Caller caller) {
        return row(HexFormat.of().parseHex(caller.sessionKey())).isPresent();
    }

    private Optional<SessionDao.Row> row(byte[] hash) {
        Instant usedAfter = clock.instant().minus(IDLE);
        return database.read(handle -> handle.attach(SessionDao.class).find(hash, usedAfter));
    }

    private void touch(Context ctx, String token, byte[] hash) {
        Instant now = clock.instant();
        database.write(handle -> {
                    handle.attach(SessionDao.class).touch(hash, now);
                    return null;
                })
                .whenComplete((nothing, failure) -> {
                    if (failure != null) {
                        LOG.warn("Could not note that a session was used: {}", failure.toString());
                    }
                });
        setCookie(ctx, token, IDLE);
    }

    /** Stores a new session, in place of the one the request came with, and gives the token for its cookie. */
    CompletableFuture<String> begin(long userId, Optional<Caller> before) {
        byte[] bits = new byte[TOKEN_BYTES];
        random.nextBytes(bits);
        String token = Base64.getUrlEncoder().withoutPadding().encodeToString(bits);
        Instant now = clock.instant();
        return database.write(handle -> {
                    SessionDao sessions = handle.attach(SessionDao.class);
                    before.ifPresent(caller -> sessions.delete(HexFormat.of().parseHex(caller.sessionKey())));
                    sessions.deleteIdle(now.minus(IDLE));
                    sessions.insert(hash(token), userId, now);
                    return token;
                })
                .whenComplete((stored, failure) -> before.filter(caller -> failure == null)
                        .ifPresent(caller -> hub.closeSession(caller.id(), caller.sessionKey())));
    }

    /** Ends a session and closes its sockets. */
    CompletableFuture<Void> end(Caller caller) {
        return database.write(handle ->
                        handle.attach(SessionDao.class).delete(HexFormat.of().parseHex(caller.sessionKey())))
                .thenAccept(deleted -> hub.closeSession(caller.id(), caller.sessionKey()));
    }

    void giveCookie(Context ctx, String token) {
        setCookie(ctx, token, IDLE);
    }

    void takeCookie(Context ctx) {
        setCookie(ctx, "", Duration.ZERO);
    }

    private void setCookie(Context ctx, String value, Duration age) {
        int seconds = (int) age.toSeconds();
        boolean secure = ctx.req().isSecure();
        ctx.cookie(new Cookie(cookieName(ctx), value, "/", seconds, secure, true, null, SameSite.LAX));
    }

    /** Over HTTPS a cookie that came without it is no cookie: another host of the domain may have planted it. */
    private static String cookieName(Context ctx) {
        return ctx.req().isSecure() ? "__Host-session" : "session";
    }

    private static byte[] hash(String token) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(token.getBytes(StandardCharsets.UTF_8));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every JVM has SHA-256", e);
        }
    }
}
