package chat.accounts;

import chat.feature.Base;
import chat.feature.Feature;
import chat.realtime.CloseCode;
import chat.web.Caller;
import chat.web.ClientAddress;
import chat.web.CrossOrigin;
import chat.web.Routes;
import io.javalin.http.Context;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.LongConsumer;
import org.jdbi.v3.core.Handle;

/** Users, their passwords and sessions, registration, invitations, and account settings. */
public final class Accounts implements Feature {
    /**
     * The settings that the operator chooses.
     *
     * @param bcryptCost the logarithm to base 2 of bcrypt's rounds
     * @param passwordBlocklist whether the most common passwords are refused
     * @param firstIsAdministrator whether the first account is the administrator's
     */
    public record Settings(int bcryptCost, boolean passwordBlocklist, boolean firstIsAdministrator) {}

    private final Passwords passwords;
    private final PasswordRules rules;
    private final Registration registration;
    private final Authentication authentication;
    private final Sessions sessions;
    private final AccountRoutes accountRoutes;
    private final SettingsRoutes settingsRoutes;
    private final AccountExport export;
    private final AccountDeletion deletion;
    private List<LongConsumer> signInEffects = List.of();
    private List<Feature> features = List.of();

    public Accounts(Base base, CrossOrigin crossOrigin, Settings settings) {
        passwords = new Passwords(settings.bcryptCost());
        rules = new PasswordRules(settings.passwordBlocklist());
        registration = new Registration(base.database(), base.clock(), settings.firstIsAdministrator());
        authentication = new Authentication(base, passwords, registration);
        sessions = new Sessions(base);
        LoginLimits logins = new LoginLimits(base.limits());
        Confirmation confirmation = new Confirmation(authentication, logins);
        SettingsPage page = new SettingsPage(sessions, base.pages());
        accountRoutes = new AccountRoutes(
                base, authentication, rules, sessions, registration, logins, crossOrigin, this::signedIn);
        settingsRoutes = new SettingsRoutes(authentication, confirmation, rules, sessions, page);
        export = new AccountExport(base, sessions, () -> features);
        deletion = new AccountDeletion(base.database(), authentication, confirmation, sessions, page, () -> features);
    }

    /** Sets the effects of a sign-in, in order. Called once, before the server starts. */
    public void afterSignIn(List<LongConsumer> effects) {
        signInEffects = List.copyOf(effects);
    }

    private void signedIn(long userId) {
        signInEffects.forEach(effect -> effect.accept(userId));
    }

    /** Sets the features that export and erase their own part of an account. Called once, before the server starts. */
    public void setFeatures(List<Feature> all) {
        features = all.stream().filter(feature -> feature != this).toList();
    }

    /** Called once, before the server starts. */
    public void start() {
        sessions.nameCookie();
    }

    @Override
    public void routes(Routes routes) {
        accountRoutes.addTo(routes);
        settingsRoutes.addTo(routes);
        export.addTo(routes);
        deletion.addTo(routes);
    }

    @Override
    public void tick() {
        sessions.tick();
    }

    @Override
    public void meters(MeterRegistry registry) {
        Gauge.builder("chat.password.queue", passwords, Passwords::waiting)
                .description("Passwords that wait to be hashed")
                .register(registry);
    }

    /** The user whose session cookie the request carries. */
    public Optional<Caller> find(Context ctx) {
        return sessions.find(ctx);
    }

    /** Whether the caller's session is still active. Reads the database. */
    public boolean isSignedIn(Caller caller) {
        return sessions.isActive(caller);
    }

    /**
     * Ends all sessions of a user, in a transaction. Run the result after the commit: it closes their sockets.
     *
     * @param why the reason that the sockets are closed with
     */
    public Runnable endSessions(Handle handle, long userId, CloseCode why) {
        List<SessionKey> ended = sessions.endAll(handle, userId);
        return () -> sessions.closeSockets(userId, ended, why);
    }

    /** The problems of a new password and its repetition, by form field. */
    public Map<String, String> passwordProblems(String password, String confirmation) {
        return rules.problems(password, confirmation);
    }

    /** Hashes a new password. The work counts against the address's budget. */
    public CompletableFuture<String> hash(ClientAddress from, String password) {
        return authentication.hash(from, password);
    }

    /** Sets a user's password, in a transaction. */
    public void setPassword(Handle handle, long userId, String hash) {
        authentication.setPassword(handle, userId, hash);
    }

    public RegistrationMode registrationMode() {
        return registration.mode();
    }

    /** Sets who may register, in a transaction. Returns whether the mode changed. */
    public boolean setRegistrationMode(Handle handle, RegistrationMode mode) {
        return registration.setMode(handle, mode);
    }

    /**
     * Creates an invitation, in a transaction.
     *
     * @param expiresAt null if it never expires
     * @param maxUses null for no limit
     */
    public NewInvite invite(Handle handle, Instant expiresAt, Integer maxUses) {
        return registration.invite(handle, expiresAt, maxUses);
    }

    public Optional<Invite> findInvite(long inviteId) {
        return registration.find(inviteId);
    }

    /** The invitations with lower ids than this, newest first. */
    public List<Invite> invites(long before, int limit) {
        return registration.invites(before, limit);
    }

    /** Revokes an invitation, in a transaction. Returns false if it was already revoked, or does not exist. */
    public boolean revokeInvite(Handle handle, long inviteId) {
        return registration.revoke(handle, inviteId);
    }

    @Override
    public void close() {
        passwords.close();
    }
}
