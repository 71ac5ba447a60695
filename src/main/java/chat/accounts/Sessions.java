package chat.accounts;

import chat.db.Database;
import chat.feature.Base;
import chat.realtime.Background;
import chat.realtime.CloseCode;
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
 * The sessions of signed-in users. The cookie holds 256 random bits. The database holds only their hash, so nobody can
 * sign in with a stolen database. A session ends with a logout, 30 days after its last use, or 180 days after its
 * login. Its sockets are closed when it ends.
 */
final class Sessions {
    private static final Logger LOG = LoggerFactory.getLogger(Sessions.class);
    private static final Duration MAX_IDLE = Duration.ofDays(30);
    private static final Duration MAX_AGE = Duration.ofDays(180);
    private static final Duration TOUCH_INTERVAL = Duration.ofHours(1);
    private static final Duration CHECK_INTERVAL = Duration.ofMinutes(1);
    private static final int CHECK_BATCH = 500;
    private static final int MAX_USER_AGENT = 300;
    private static final String ATTRIBUTE = "chat.session";
    /** A user's further sessions end, longest unused first. */
    static final int MAX_PER_USER = 100;

    /** An active session whose cookie a request carries. */
    private record RequestSession(String token, SessionDao.Row session) {}

    private record Created(Optional<String> token, List<SessionKey> ended) {}

    private final Database database;
    private final Hub hub;
    private final Background background;
    private final Clock clock;
    private final Clock steady;
    private final SecureRandom random = new SecureRandom();
    /** Set before the first request. */
    private volatile SessionCookie cookie = new SessionCookie(null);
    /** Used only by {@link #tick}. */
    private Instant nextCheck = Instant.EPOCH;

    Sessions(Base base) {
        database = base.database();
        hub = base.hub();
        background = base.background();
        clock = base.clock();
        steady = base.steady();
    }

    /**
     * Reads the cookie's name from the database, or stores a new one. Called before the server starts. If the name
     * cannot be stored, for example on a full disk, the cookie gets the legacy name.
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

    /** The caller to whom one of the request's cookies belongs. */
    Optional<Caller> find(Context ctx) {
        List<RequestSession> sessions = requestSessions(ctx);
        if (sessions.isEmpty()) {
            return Optional.empty();
        }
        RequestSession first = sessions.get(0);
        SessionDao.Row session = first.session();
        ctx.attribute(ATTRIBUTE, first);
        boolean isLegacy = cookie.isLegacy(ctx, first.token());
        if (session.lastUsedAt().plus(TOUCH_INTERVAL).isBefore(clock.instant())) {
            touch(ctx, session);
            renewCookie(ctx);
        } else if (isLegacy) {
            renewCookie(ctx);
        }
        if (isLegacy) {
            cookie.clearLegacy(ctx);
        }
        return Optional.of(new Caller(
                session.userId(), session.username(), session.tokenHash().hex()));
    }

    /** The active sessions whose cookies a request carries. A browser can have several cookies with the name. */
    private List<RequestSession> requestSessions(Context ctx) {
        Map<SessionKey, String> tokens = new LinkedHashMap<>();
        cookie.tokens(ctx).forEach(token -> tokens.put(key(token), token));
        if (tokens.isEmpty()) {
            return List.of();
        }
        Map<SessionKey, SessionDao.Row> active = new HashMap<>();
        rows(tokens.keySet()).forEach(row -> active.put(row.tokenHash(), row));
        return tokens.entrySet().stream()
                .filter(token -> active.containsKey(token.getKey()))
                .map(token -> new RequestSession(token.getValue(), active.get(token.getKey())))
                .toList();
    }

    boolean isActive(Caller caller) {
        return !rows(List.of(key(caller))).isEmpty();
    }

    private List<SessionDao.Row> rows(Collection<SessionKey> keys) {
        return database.read(handle -> handle.attach(SessionDao.class).find(keys, usedAfter(), createdAfter()));
    }

    private Instant usedAfter() {
        return clock.instant().minus(MAX_IDLE);
    }

    private Instant createdAfter() {
        return clock.instant().minus(MAX_AGE);
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
                        LOG.warn("Could not store the use of a session: {}", failure.toString());
                    }
                });
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

    /**
     * Sets the cookie of the session that {@link #find} found again, for the whole site. It may have been set for
     * another path, which would hide it from the next page.
     */
    void renewCookie(Context ctx) {
        RequestSession found = ctx.attribute(ATTRIBUTE);
        if (found != null) {
            Instant end = found.session().createdAt().plus(MAX_AGE);
            Duration left = Duration.between(clock.instant(), end);
            cookie.set(ctx, found.token(), left.compareTo(MAX_IDLE) < 0 ? left : MAX_IDLE);
        }
    }

    /** The caller's active sessions, last used first. */
    List<SessionView> of(Context ctx) {
        Caller caller = Caller.of(ctx);
        ClientAddress here = ClientAddress.of(ctx);
        return database
                .read(handle -> handle.attach(SessionDao.class).of(caller.id(), usedAfter(), createdAfter()))
                .stream()
                .map(session -> SessionView.of(session, caller.sessionKey(), here))
                .toList();
    }

    /**
     * Stores a new session in place of the request's session, and returns the token for its cookie. Empty if the
     * account was deleted or suspended, or its password changed, since it was looked up.
     */
    CompletableFuture<Optional<String>> create(Context ctx, User user, Optional<Caller> before) {
        String token = Token.make(random);
        String address = address(ctx);
        String userAgent = userAgent(ctx);
        Instant now = clock.instant();
        return database.write(handle -> {
                    SessionDao sessions = handle.attach(SessionDao.class);
                    if (!sessions.insert(key(token), user.id(), user.passwordChanges(), now, address, userAgent)) {
                        return new Created(Optional.empty(), List.of());
                    }
                    before.ifPresent(caller -> sessions.delete(key(caller), caller.id()));
                    return new Created(Optional.of(token), sessions.deleteBeyond(user.id(), key(token), MAX_PER_USER));
                })
                .thenApply(begun -> {
                    before.filter(caller -> begun.token().isPresent())
                            .ifPresent(caller -> hub.closeSession(caller.id(), caller.sessionKey(), CloseCode.ENDED));
                    closeSockets(user.id(), begun.ended(), CloseCode.ENDED);
                    return begun.token();
                });
    }

    void setCookie(Context ctx, String token) {
        cookie.set(ctx, token, MAX_IDLE);
    }

    void clearCookie(Context ctx) {
        cookie.clear(ctx);
    }

    /** Ends one of the caller's sessions and closes its sockets. False if the caller has none with that key. */
    CompletableFuture<Boolean> end(Caller caller, SessionKey key) {
        CloseCode why = key.hex().equals(caller.sessionKey()) ? CloseCode.LOGGED_OUT : CloseCode.ENDED;
        return database.write(handle -> handle.attach(SessionDao.class).delete(key, caller.id()))
                .thenApply(deleted -> {
                    hub.closeSession(caller.id(), key.hex(), why);
                    return deleted;
                });
    }

    /** Ends all sessions whose cookies the request carries, so that none of the cookies stays signed in. */
    CompletableFuture<Void> endRequestSessions(Context ctx) {
        List<SessionDao.Row> ended =
                requestSessions(ctx).stream().map(RequestSession::session).toList();
        return database.write(handle -> {
                    SessionDao sessions = handle.attach(SessionDao.class);
                    ended.forEach(session -> sessions.delete(session.tokenHash(), session.userId()));
                    return null;
                })
                .thenRun(() -> ended.forEach(session ->
                        hub.closeSession(session.userId(), session.tokenHash().hex(), CloseCode.LOGGED_OUT)));
    }

    /**
     * Makes a change and replaces all of the user's sessions by a new one, in one transaction. Returns the token for
     * its cookie. If the change returns false, the sessions stay as they are and the result is empty.
     */
    CompletableFuture<Optional<String>> replaceAll(Context ctx, Caller caller, Predicate<Handle> change) {
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
                    closeSockets(caller.id(), keys, CloseCode.PASSWORD_CHANGED);
                    return token;
                }));
    }

    CompletableFuture<Void> endOthers(Caller caller) {
        return database.write(handle -> handle.attach(SessionDao.class).deleteOthers(caller.id(), key(caller)))
                .thenAccept(keys -> closeSockets(caller.id(), keys, CloseCode.ENDED));
    }

    /** Ends all sessions of a user, and returns their keys for {@link #closeSockets}. Called in a transaction. */
    List<SessionKey> endAll(Handle handle, long userId) {
        return handle.attach(SessionDao.class).deleteAll(userId);
    }

    /** Closes the sockets of sessions that have ended. */
    void closeSockets(long userId, Collection<SessionKey> keys, CloseCode why) {
        keys.forEach(key -> hub.closeSession(userId, key.hex(), why));
    }

    /** Called once a second. Ends expired sessions once a minute. An open socket is not a use of its session. */
    void tick() {
        if (!steady.instant().isBefore(nextCheck) && background.execute(this::endExpired)) {
            nextCheck = steady.instant().plus(CHECK_INTERVAL);
        }
    }

    private void endExpired() {
        Map<String, Long> open = hub.sessions();
        List<SessionKey> all = open.keySet().stream().map(SessionKey::new).toList();
        for (int from = 0; from < all.size(); from += CHECK_BATCH) {
            List<SessionKey> keys = all.subList(from, Math.min(from + CHECK_BATCH, all.size()));
            Set<SessionKey> active =
                    database.read(handle -> handle.attach(SessionDao.class).active(keys, usedAfter(), createdAfter()));
            keys.stream()
                    .filter(key -> !active.contains(key))
                    .forEach(key -> hub.closeSession(open.get(key.hex()), key.hex(), CloseCode.EXPIRED));
        }
        database.write(handle -> handle.attach(SessionDao.class).deleteExpired(usedAfter(), createdAfter()))
                .exceptionally(failure -> {
                    LOG.warn("Could not delete expired sessions: {}", failure.toString());
                    return 0;
                });
    }

    private static SessionKey key(String token) {
        return SessionKey.of(Token.hash(token));
    }

    private static SessionKey key(Caller caller) {
        return new SessionKey(caller.sessionKey());
    }
}
