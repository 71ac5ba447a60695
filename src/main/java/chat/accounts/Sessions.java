package chat.accounts;

import chat.db.Database;
import chat.feature.Base;
import chat.realtime.Background;
import chat.realtime.Hub;
import chat.web.Caller;
import chat.web.ClientAddress;
import chat.web.Token;
import io.javalin.http.Context;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.Predicate;
import org.jdbi.v3.core.Handle;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The sessions of signed-in users. The cookie holds 256 random bits and the database their hash, so that the database is
 * of no use for signing in. A session ends with a logout, 30 days after its last use, or 180 days after its login. Its
 * sockets end with it.
 */
final class Sessions {
    private static final Logger LOG = LoggerFactory.getLogger(Sessions.class);
    private static final Duration IDLE = Duration.ofDays(30);
    private static final Duration ABSOLUTE = Duration.ofDays(180);
    private static final Duration TOUCH_EVERY = Duration.ofHours(1);
    private static final Duration LOOK_EVERY = Duration.ofMinutes(1);
    private static final int LOOK_AT_ONCE = 500;
    private static final int MAX_USER_AGENT = 300;
    private static final String CARRIED = "chat.session";
    /** How many sessions of a user are kept: those used last. */
    static final int KEPT = 100;

    /** A session that a request came with. */
    private record Carried(String token, SessionDao.Row session) {}

    private record Begun(Optional<String> token, List<SessionKey> ended) {}

    private final Database database;
    private final Hub hub;
    private final Background background;
    private final Clock clock;
    private final Clock steady;
    private final SecureRandom random = new SecureRandom();
    /** Set before the first request. */
    private volatile SessionCookie cookie = new SessionCookie(null);
    /** Touched by {@link #tick} alone. */
    private Instant nextLook = Instant.EPOCH;

    Sessions(Base base) {
        database = base.database();
        hub = base.hub();
        background = base.background();
        clock = base.clock();
        steady = base.steady();
    }

    /**
     * Called before serving. A database keeps the name of its cookie. If the name cannot be stored, as on a full disk,
     * it is the one that every chat had before.
     */
    void nameCookie() {
        String id = HexFormat.of().toHexDigits(random.nextInt());
        try {
            cookie = new SessionCookie(
                    database.write(handle -> handle.attach(SessionDao.class).cookieId(id))
                            .join());
        } catch (CompletionException e) {
            LOG.warn("Could not store the name of the session cookie: {}", String.valueOf(e.getCause()));
        }
    }

    /** The caller that one of the request's cookies belongs to. */
    Optional<Caller> find(Context ctx) {
        List<Carried> carried = carried(ctx);
        if (carried.isEmpty()) {
            return Optional.empty();
        }
        Carried first = carried.get(0);
        SessionDao.Row session = first.session();
        ctx.attribute(CARRIED, first);
        boolean former = cookie.isFormer(ctx, first.token());
        if (session.lastUsedAt().plus(TOUCH_EVERY).isBefore(clock.instant())) {
            touch(ctx, session);
            giveAgain(ctx);
        } else if (former) {
            giveAgain(ctx);
        }
        if (former) {
            cookie.takeFormer(ctx);
        }
        return Optional.of(new Caller(
                session.userId(), session.username(), session.tokenHash().hex()));
    }

    /** The living sessions that a request came with. A browser can have several cookies of the name. */
    private List<Carried> carried(Context ctx) {
        Map<SessionKey, String> tokens = new LinkedHashMap<>();
        cookie.tokens(ctx).forEach(token -> tokens.put(key(token), token));
        if (tokens.isEmpty()) {
            return List.of();
        }
        Map<SessionKey, SessionDao.Row> living = new HashMap<>();
        rows(tokens.keySet()).forEach(row -> living.put(row.tokenHash(), row));
        return tokens.entrySet().stream()
                .filter(token -> living.containsKey(token.getKey()))
                .map(token -> new Carried(token.getValue(), living.get(token.getKey())))
                .toList();
    }

    boolean lives(Caller caller) {
        return !rows(List.of(key(caller))).isEmpty();
    }

    private List<SessionDao.Row> rows(Collection<SessionKey> keys) {
        return database.read(handle -> handle.attach(SessionDao.class).find(keys, usedAfter(), begunAfter()));
    }

    private void touch(Context ctx, SessionDao.Row session) {
        Instant now = clock.instant();
        String address = address(ctx);
        String userAgent = userAgent(ctx);
        database.write(handle -> {
                    handle.attach(SessionDao.class).touch(session.tokenHash(), now, address, userAgent);
                    return null;
                })
                .whenComplete((nothing, failure) -> {
                    if (failure != null) {
                        LOG.warn("Could not store that a session was used: {}", failure.toString());
                    }
                });
    }

    /**
     * Sets the cookie of the session that {@link #find} found again, for the whole site. Whatever path it was set for,
     * the next page gets it too.
     */
    void giveAgain(Context ctx) {
        Carried found = ctx.attribute(CARRIED);
        if (found != null) {
            Instant end = found.session().createdAt().plus(ABSOLUTE);
            Duration left = Duration.between(clock.instant(), end);
            cookie.give(ctx, found.token(), left.compareTo(IDLE) < 0 ? left : IDLE);
        }
    }

    /** The caller's sessions, the last used first. */
    List<SessionView> of(Context ctx) {
        Caller caller = Caller.of(ctx);
        ClientAddress here = ClientAddress.of(ctx);
        return database
                .read(handle -> handle.attach(SessionDao.class).of(caller.id(), usedAfter(), begunAfter()))
                .stream()
                .map(place -> SessionView.of(place, caller.sessionKey(), here))
                .toList();
    }

    /**
     * Stores a new session in place of the one that the request came with, and returns the token for its cookie. Empty
     * if the account was deleted or its password changed meanwhile.
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
                    before.ifPresent(caller -> sessions.delete(key(caller), caller.id()));
                    return new Begun(Optional.of(token), sessions.deleteBeyond(user.id(), key(token), KEPT));
                })
                .thenApply(begun -> {
                    before.filter(caller -> begun.token().isPresent())
                            .ifPresent(caller -> hub.closeSession(caller.id(), caller.sessionKey()));
                    closeSockets(user.id(), begun.ended());
                    return begun.token();
                });
    }

    /** Ends a session and closes its sockets. False if the user has no session with that key. */
    CompletableFuture<Boolean> end(long userId, SessionKey key) {
        return database.write(handle -> handle.attach(SessionDao.class).delete(key, userId))
                .thenApply(deleted -> {
                    hub.closeSession(userId, key.hex());
                    return deleted;
                });
    }

    /** Ends every session that the request came with, so that no other cookie of the name stays signed in. */
    CompletableFuture<Void> endCarried(Context ctx) {
        List<SessionDao.Row> carried =
                carried(ctx).stream().map(Carried::session).toList();
        return database.write(handle -> {
                    SessionDao sessions = handle.attach(SessionDao.class);
                    carried.forEach(session -> sessions.delete(session.tokenHash(), session.userId()));
                    return null;
                })
                .thenRun(() -> carried.forEach(session ->
                        hub.closeSession(session.userId(), session.tokenHash().hex())));
    }

    /**
     * Starts a new session in place of all that the user has, together with the change that ends those. Empty if the
     * change returns false; then everything stays as it was.
     */
    CompletableFuture<Optional<String>> beginAnew(Context ctx, Caller caller, Predicate<Handle> change) {
        String token = Token.make(random);
        String address = address(ctx);
        String userAgent = userAgent(ctx);
        Instant now = clock.instant();
        return database.write(handle -> {
                    if (!change.test(handle)) {
                        return Optional.<List<SessionKey>>empty();
                    }
                    SessionDao sessions = handle.attach(SessionDao.class);
                    List<SessionKey> ended = sessions.deleteAll(caller.id());
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
        return database.write(handle -> handle.attach(SessionDao.class).deleteOthers(caller.id(), key(caller)))
                .thenAccept(keys -> closeSockets(caller.id(), keys));
    }

    /** Ends all sessions of a user, and returns their keys for {@link #closeSockets}. Called in a transaction. */
    List<SessionKey> endAll(Handle handle, long userId) {
        return handle.attach(SessionDao.class).deleteAll(userId);
    }

    /** Closes the sockets of sessions that have ended. */
    void closeSockets(long userId, Collection<SessionKey> keys) {
        keys.forEach(key -> hub.closeSession(userId, key.hex()));
    }

    /** Called once a second. Looks once a minute which sessions have expired. An open socket is no use of its session. */
    void tick() {
        if (!steady.instant().isBefore(nextLook) && background.execute(this::endExpired)) {
            nextLook = steady.instant().plus(LOOK_EVERY);
        }
    }

    private void endExpired() {
        Map<String, Long> open = hub.sessions();
        List<SessionKey> all = open.keySet().stream().map(SessionKey::new).toList();
        for (int from = 0; from < all.size(); from += LOOK_AT_ONCE) {
            List<SessionKey> keys = all.subList(from, Math.min(from + LOOK_AT_ONCE, all.size()));
            Set<SessionKey> living =
                    database.read(handle -> handle.attach(SessionDao.class).living(keys, usedAfter(), begunAfter()));
            keys.stream()
                    .filter(key -> !living.contains(key))
                    .forEach(key -> hub.closeSession(open.get(key.hex()), key.hex()));
        }
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
        cookie.give(ctx, token, IDLE);
    }

    void takeCookie(Context ctx) {
        cookie.take(ctx);
    }

    private static SessionKey key(String token) {
        return SessionKey.of(Token.hash(token));
    }

    private static SessionKey key(Caller caller) {
        return new SessionKey(caller.sessionKey());
    }
}
