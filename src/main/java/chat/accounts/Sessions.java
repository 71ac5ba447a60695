package chat.accounts;

import chat.accounts.SessionDao.Place;
import chat.db.Database;
import chat.realtime.Hub;
import chat.web.Caller;
import chat.web.ClientAddress;
import chat.web.Json;
import chat.web.Token;
import io.javalin.http.Context;
import io.javalin.http.Cookie;
import io.javalin.http.SameSite;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.function.Predicate;
import org.jdbi.v3.core.Handle;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Who is signed in where. The cookie holds 256 random bits, the database their hash: who reads the database cannot sign
 * in with it. A session ends with a logout, 30 days after its last use, or 180 days after its login; its sockets with
 * it.
 */
public final class Sessions {
    private static final Logger LOG = LoggerFactory.getLogger(Sessions.class);
    private static final Duration IDLE = Duration.ofDays(30);
    private static final Duration ABSOLUTE = Duration.ofDays(180);
    private static final Duration TOUCH_EVERY = Duration.ofHours(1);
    private static final Duration LOOK_EVERY = Duration.ofMinutes(1);
    private static final int MAX_USER_AGENT = 300;
    /** Of one user: those used last. */
    static final int KEPT = 100;

    private record Begun(Optional<String> token, List<String> ended) {}

    private final Database database;
    private final Hub hub;
    private final Clock clock;
    private final SecureRandom random = new SecureRandom();
    /** Touched by {@link #tick} alone. */
    private Instant nextLook = Instant.EPOCH;

    public Sessions(Database database, Hub hub, Clock clock) {
        this.database = database.map(SessionDao.Row.class).map(Place.class);
        this.hub = hub;
        this.clock = clock;
    }

    /** The caller that the request's cookie names. */
    public Optional<Caller> find(Context ctx) {
        String token = ctx.cookie(cookieName(ctx));
        if (token == null) {
            return Optional.empty();
        }
        String key = key(token);
        Optional<SessionDao.Row> row = row(key);
        row.filter(session -> session.lastUsedAt().plus(TOUCH_EVERY).isBefore(clock.instant()))
                .ifPresent(session -> touch(ctx, token, session.createdAt()));
        return row.map(session -> new Caller(session.userId(), session.username(), key));
    }

    public boolean lives(Caller caller) {
        return row(caller.sessionKey()).isPresent();
    }

    private Optional<SessionDao.Row> row(String key) {
        return database.read(handle -> handle.attach(SessionDao.class).find(key, usedAfter(), begunAfter()));
    }

    private void touch(Context ctx, String token, Instant createdAt) {
        Instant now = clock.instant();
        String address = address(ctx);
        String userAgent = userAgent(ctx);
        database.write(handle -> {
                    handle.attach(SessionDao.class).touch(key(token), now, address, userAgent);
                    return null;
                })
                .whenComplete((nothing, failure) -> {
                    if (failure != null) {
                        LOG.warn("Could not note that a session was used: {}", failure.toString());
                    }
                });
        Duration left = Duration.between(now, createdAt.plus(ABSOLUTE));
        setCookie(ctx, token, left.compareTo(IDLE) < 0 ? left : IDLE);
    }

    /** Those of the caller, the last used first. */
    public List<SessionView> of(Context ctx) {
        Caller caller = Caller.of(ctx);
        ClientAddress here = ClientAddress.of(ctx);
        return database
                .read(handle -> handle.attach(SessionDao.class).of(caller.id(), usedAfter(), begunAfter()))
                .stream()
                .map(place -> SessionView.of(place, caller.sessionKey(), here))
                .toList();
    }

    /**
     * Stores a new session, in place of the one the request came with, and gives the token for its cookie; nothing
     * where the account was deleted or its password changed meanwhile.
     */
    CompletableFuture<Optional<String>> begin(Context ctx, User user, Optional<Caller> before) {
        String token = Token.make(random);
        String address = address(ctx);
        String userAgent = userAgent(ctx);
        Instant now = clock.instant();
        return database.write(handle -> {
                    SessionDao sessions = handle.attach(SessionDao.class);
                    if (!sessions.insert(key(token), user.id(), user.passwordChanges(), now, address, userAgent)) {
                        return new Begun(Optional.empty(), List.of());
                    }
                    before.ifPresent(caller -> sessions.delete(caller.sessionKey(), caller.id()));
                    return new Begun(Optional.of(token), sessions.deleteBeyond(user.id(), KEPT));
                })
                .thenApply(begun -> {
                    before.filter(caller -> begun.token().isPresent())
                            .ifPresent(caller -> hub.closeSession(caller.id(), caller.sessionKey()));
                    closeSockets(user.id(), begun.ended());
                    return begun.token();
                });
    }

    /** Ends a session and closes its sockets; false where the user has none of that key. */
    CompletableFuture<Boolean> end(long userId, String key) {
        return database.write(handle -> handle.attach(SessionDao.class).delete(key, userId))
                .thenApply(deleted -> {
                    hub.closeSession(userId, key);
                    return deleted;
                });
    }

    /**
     * A new session in place of all that the user has, stored together with the change that ends those: false from it
     * leaves all as it was, and gives nothing.
     */
    CompletableFuture<Optional<String>> beginAnew(Context ctx, Caller caller, Predicate<Handle> change) {
        String token = Token.make(random);
        String address = address(ctx);
        String userAgent = userAgent(ctx);
        Instant now = clock.instant();
        return database.write(handle -> {
                    if (!change.test(handle)) {
                        return Optional.<List<String>>empty();
                    }
                    SessionDao sessions = handle.attach(SessionDao.class);
                    List<String> ended = sessions.deleteAll(caller.id());
                    User user = handle.attach(UserDao.class).find(caller.id()).orElseThrow();
                    sessions.insert(key(token), user.id(), user.passwordChanges(), now, address, userAgent);
                    return Optional.of(ended);
                })
                .thenApply(ended -> ended.map(keys -> {
                    closeSockets(caller.id(), keys);
                    return token;
                }));
    }

    CompletableFuture<Void> endOthers(Caller caller) {
        return database.write(handle -> handle.attach(SessionDao.class).deleteOthers(caller.id(), caller.sessionKey()))
                .thenAccept(keys -> closeSockets(caller.id(), keys));
    }

    /** Ends all sessions of a user, and gives their keys, for {@link #closeSockets}. In a transaction. */
    public List<String> endAll(Handle handle, long userId) {
        return handle.attach(SessionDao.class).deleteAll(userId);
    }

    /** Closes the sockets of sessions that have ended. */
    public void closeSockets(long userId, Collection<String> keys) {
        keys.forEach(key -> hub.closeSession(userId, key));
    }

    /**
     * Called once a second, by one thread; looks once a minute which sessions have expired, and closes their sockets. A
     * socket that only stays open is no use of its session.
     */
    public void tick() {
        if (clock.instant().isBefore(nextLook)) {
            return;
        }
        nextLook = clock.instant().plus(LOOK_EVERY);
        Map<String, Long> open = hub.sessions();
        Set<String> living = database.read(
                handle -> handle.attach(SessionDao.class).living(Json.write(open.keySet()), usedAfter(), begunAfter()));
        open.forEach((key, userId) -> {
            if (!living.contains(key)) {
                hub.closeSession(userId, key);
            }
        });
        database.write(handle -> handle.attach(SessionDao.class).deleteExpired(usedAfter(), begunAfter()))
                .exceptionally(failure -> {
                    LOG.warn("Could not delete expired sessions: {}", failure.toString());
                    return 0;
                });
    }

    private Instant usedAfter() {
        return clock.instant().minus(IDLE);
    }

    private Instant begunAfter() {
        return clock.instant().minus(ABSOLUTE);
    }

    private static String address(Context ctx) {
        return ClientAddress.of(ctx).toString();
    }

    private static String userAgent(Context ctx) {
        String userAgent = ctx.userAgent();
        if (userAgent == null) {
            return "";
        }
        return userAgent.substring(0, Math.min(MAX_USER_AGENT, userAgent.length()));
    }

    void giveCookie(Context ctx, String token) {
        setCookie(ctx, token, IDLE);
    }

    public void takeCookie(Context ctx) {
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

    private static String key(String token) {
        return HexFormat.of().formatHex(Token.hash(token));
    }
}
