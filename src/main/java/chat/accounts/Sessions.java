package chat.accounts;

import chat.db.Database;
import chat.realtime.Hub;
import chat.web.Caller;
import chat.web.ClientAddress;
import chat.web.Json;
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
    private static final String CARRIED = "chat.session";
    /** Of one user: those used last. */
    static final int KEPT = 100;

    /** A session that a request came with. */
    private record Carried(String token, SessionDao.Row session) {}

    private record Begun(Optional<String> token, List<String> ended) {}

    private final Database database;
    private final Hub hub;
    private final Clock clock;
    private final Clock steady;
    private final SecureRandom random = new SecureRandom();
    /** Set before the first request. */
    private volatile SessionCookie cookie = new SessionCookie(null);
    /** Touched by {@link #tick} alone. */
    private Instant nextLook = Instant.EPOCH;

    /** @param steady a clock that is never set: sessions end by the other, as their cookies do */
    public Sessions(Database database, Hub hub, Clock clock, Clock steady) {
        this.database = database;
        this.hub = hub;
        this.clock = clock;
        this.steady = steady;
    }

    /**
     * To be called before serving. The name of the cookie stays the same for a database. Where it cannot be stored, as
     * on a disk that is full, it is the one that every chat had before.
     */
    public void nameCookie() {
        String id = HexFormat.of().toHexDigits(random.nextInt());
        try {
            cookie = new SessionCookie(
                    database.write(handle -> handle.attach(SessionDao.class).cookieId(id))
                            .join());
        } catch (CompletionException e) {
            LOG.warn("Could not store how the session cookie is called: {}", String.valueOf(e.getCause()));
        }
    }

    /** The caller that one of the request's cookies names. */
    public Optional<Caller> find(Context ctx) {
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
        return Optional.of(new Caller(session.userId(), session.username(), session.sessionKey()));
    }

    /** The living sessions that a request comes with: one, but where a browser has several cookies of the name. */
    private List<Carried> carried(Context ctx) {
        Map<String, String> tokens = new LinkedHashMap<>();
        cookie.tokens(ctx).forEach(token -> tokens.put(key(token), token));
        if (tokens.isEmpty()) {
            return List.of();
        }
        Map<String, SessionDao.Row> living = new HashMap<>();
        rows(tokens.keySet()).forEach(row -> living.put(row.sessionKey(), row));
        return tokens.entrySet().stream()
                .filter(token -> living.containsKey(token.getKey()))
                .map(token -> new Carried(token.getValue(), living.get(token.getKey())))
                .toList();
    }

    public boolean lives(Caller caller) {
        return !rows(Set.of(caller.sessionKey())).isEmpty();
    }

    private List<SessionDao.Row> rows(Set<String> keys) {
        return database.read(
                handle -> handle.attach(SessionDao.class).find(Json.write(keys), usedAfter(), begunAfter()));
    }

    private void touch(Context ctx, SessionDao.Row session) {
        Instant now = clock.instant();
        String address = address(ctx);
        String userAgent = userAgent(ctx);
        database.write(handle -> {
                    handle.attach(SessionDao.class).touch(session.sessionKey(), now, address, userAgent);
                    return null;
                })
                .whenComplete((nothing, failure) -> {
                    if (failure != null) {
                        LOG.warn("Could not note that a session was used: {}", failure.toString());
                    }
                });
    }

    /**
     * The cookie of the session that {@link #find} found, for the whole site: whatever path it was set for, the next
     * page gets it too.
     */
    void giveAgain(Context ctx) {
        Carried found = ctx.attribute(CARRIED);
        if (found != null) {
            Instant end = found.session().createdAt().plus(ABSOLUTE);
            Duration left = Duration.between(clock.instant(), end);
            cookie.give(ctx, found.token(), left.compareTo(IDLE) < 0 ? left : IDLE);
        }
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
                    return new Begun(Optional.of(token), sessions.deleteBeyond(user.id(), key(token), KEPT));
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

    /** Ends every session that the request comes with, so that no other cookie of the name is signed in after it. */
    CompletableFuture<Void> endCarried(Context ctx) {
        List<SessionDao.Row> carried =
                carried(ctx).stream().map(Carried::session).toList();
        return database.write(handle -> {
                    SessionDao sessions = handle.attach(SessionDao.class);
                    carried.forEach(session -> sessions.delete(session.sessionKey(), session.userId()));
                    return null;
                })
                .thenRun(() -> carried.forEach(session -> hub.closeSession(session.userId(), session.sessionKey())));
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
        if (steady.instant().isBefore(nextLook)) {
            return;
        }
        nextLook = steady.instant().plus(LOOK_EVERY);
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
        cookie.give(ctx, token, IDLE);
    }

    public void takeCookie(Context ctx) {
        cookie.take(ctx);
    }

    private static String key(String token) {
        return HexFormat.of().formatHex(Token.hash(token));
    }
}
