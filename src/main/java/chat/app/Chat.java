package chat.app;

import chat.accounts.AccountRoutes;
import chat.accounts.Accounts;
import chat.accounts.Confirmation;
import chat.accounts.LoginLimits;
import chat.accounts.PasswordRules;
import chat.accounts.Passwords;
import chat.accounts.Sessions;
import chat.accounts.SettingsPage;
import chat.accounts.SettingsRoutes;
import chat.admin.AdminAudit;
import chat.admin.AdminPages;
import chat.admin.AdminRegistration;
import chat.admin.AdminUsers;
import chat.admin.Administrator;
import chat.admin.AuditLog;
import chat.admin.ResetLinks;
import chat.admin.ResetRoutes;
import chat.conversations.Conversations;
import chat.db.Database;
import chat.feature.Base;
import chat.feature.Feature;
import chat.messages.Messages;
import chat.metrics.Metrics;
import chat.presence.Presence;
import chat.realtime.Background;
import chat.realtime.Floods;
import chat.realtime.Heartbeat;
import chat.realtime.Hub;
import chat.realtime.Socket;
import chat.registration.Registration;
import chat.rooms.Rooms;
import chat.settings.DeletionRoutes;
import chat.settings.ExportRoutes;
import chat.web.ApiError;
import chat.web.Assets;
import chat.web.Budgets;
import chat.web.Caller;
import chat.web.ClientAddress;
import chat.web.CrossOrigin;
import chat.web.Deadlines;
import chat.web.Errors;
import chat.web.Forwarding;
import chat.web.Limit;
import chat.web.Pages;
import chat.web.RateLimits;
import chat.web.Requests;
import chat.web.Routes;
import chat.web.SlowRequests;
import chat.web.Web;
import io.javalin.Javalin;
import io.javalin.http.Handler;
import io.javalin.http.HandlerType;
import io.javalin.util.JavalinException;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The whole server, wired together. */
public final class Chat implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Chat.class);

    private final Config config;
    private final Build build = Build.read();
    private final Database database;
    private final Passwords passwords;
    private final Presence presence;
    private final Messages messages;
    private final Sessions sessions;
    private final Administrator administrator;
    private final Hub hub = new Hub();
    private final Background background = new Background();
    private final Health health;
    private final List<Feature> features;
    private final Javalin javalin;
    private final ScheduledExecutorService ticks;

    /**
     * Opens the database and makes ready to serve; {@link #start} begins.
     *
     * @throws chat.db.StorageException with one sentence, when the database cannot be used
     */
    public Chat(Config config, Clock clock) {
        this(config, clock, new SteadyClock(), Deadlines.usual());
    }

    /** @param steady for how long something lasts: other than {@code clock}, it is never set */
    Chat(Config config, Clock clock, Clock steady, Deadlines deadlines) {
        this.config = config;
        database = Database.open(config.database());
        database.completeInside(hub::batch);
        passwords = new Passwords(config.bcryptCost());
        RateLimits limits = new RateLimits(config.rateLimits(), steady);
        Budgets budgets = new Budgets(config.rateLimits());
        Registration registration = new Registration(database, clock);
        Accounts accounts = new Accounts(database, passwords, registration, budgets, clock);
        LoginLimits logins = new LoginLimits(limits);
        Confirmation confirmation = new Confirmation(accounts, logins);
        PasswordRules passwordRules = new PasswordRules(config.passwordBlocklist());
        sessions = new Sessions(database, hub, clock, steady);
        AuditLog audit = new AuditLog(database, clock);
        administrator = new Administrator(database, config.adminUsername(), audit);
        ResetLinks resetLinks = new ResetLinks(database, accounts, sessions, audit, clock);
        Socket socket = new Socket(hub, background, clock, sessions::lives, limits, budgets);
        Floods floods = new Floods(hub, limits);
        Heartbeat heartbeat = new Heartbeat(hub);
        SlowRequests slowRequests = new SlowRequests(deadlines);

        Pages pages = new Pages(
                config.dev() ? Path.of("templates") : null,
                Map.of("assets", assetsAddress(), "webjars", build.webjars()));
        SettingsPage settingsPage = new SettingsPage(sessions, pages);
        CrossOrigin crossOrigin = new CrossOrigin(config.publicUrl());
        Forwarding forwarding =
                new Forwarding(config.trustedProxies(), config.clientAddressHeader(), config.isSecure());
        Requests requests = new Requests();
        if (config.requestLog()) {
            requests.onAnswered(RequestLines::write);
        }
        health = new Health(database);
        Base base = new Base(database, hub, background, limits, budgets, pages, clock, steady);
        Rooms rooms = new Rooms(base, config.maxGroupMembers());
        presence = new Presence(base);
        messages = new Messages(base, (long) config.userQuotaMb() << 20);
        messages.afterCommit(List.of(presence::sent, rooms::sent));
        rooms.contentFrom(messages);
        Conversations conversations = new Conversations(base, rooms, presence, messages);
        Metrics metrics = new Metrics(base, requests, config.metricsToken());
        Feature passwordMeters = new Feature() {
            @Override
            public void meters(MeterRegistry registry) {
                Gauge.builder("chat.password.queue", passwords, Passwords::waiting)
                        .description("Passwords that wait to be hashed")
                        .register(registry);
            }
        };
        features = List.of(rooms, presence, messages, conversations, health, metrics, passwordMeters);
        metrics.watch(features);
        Web web = new Web(
                new Errors(pages),
                crossOrigin,
                sessions::find,
                administrator::is,
                forwarding,
                config.trustedProxies(),
                limits,
                budgets,
                requests,
                assets());
        AdminPages adminPages = new AdminPages(pages, config.site());
        OldRoutes oldRoutes = new OldRoutes(
                new AccountRoutes(
                        accounts,
                        passwordRules,
                        sessions,
                        registration,
                        logins,
                        limits,
                        crossOrigin,
                        pages,
                        this::signedIn),
                new SettingsRoutes(accounts, confirmation, passwordRules, sessions, settingsPage),
                new ExportRoutes(database, sessions, budgets, clock, features),
                new DeletionRoutes(accounts, confirmation, sessions, features, database, settingsPage),
                chatPage(pages),
                new AdminUsers(database, presence, sessions, resetLinks, audit, adminPages, clock),
                new AdminRegistration(database, registration, audit, adminPages, clock),
                new AdminAudit(audit, adminPages),
                new ResetRoutes(resetLinks, passwordRules, pages),
                beforeAdmin(sessions),
                beforeUpgrade(crossOrigin, limits, sessions, socket),
                socket);

        javalin = Javalin.create(javalinConfig -> {
            web.configure(javalinConfig, config.host(), config.port(), deadlines, List.of(heartbeat, slowRequests));
            oldRoutes.register(javalinConfig.routes);
            Routes routes = new Routes(javalinConfig.routes, limits);
            features.forEach(feature -> feature.routes(routes));
            features.forEach(feature -> feature.events(socket));
        });

        ticks = Executors.newSingleThreadScheduledExecutor(runnable -> new Thread(runnable, "ticks"));
        everySeconds(1, slowRequests::tick);
        everySeconds(1, floods::tick);
        everySeconds(1, sessions::tick);
        features.forEach(feature -> everySeconds(1, feature::tick));
        everySeconds((int) deadlines.beat().toSeconds(), heartbeat::beat);
    }

    private Handler chatPage(Pages pages) {
        return ctx -> {
            Caller caller = Caller.of(ctx);
            if (!ctx.method().equals(HandlerType.HEAD)) {
                presence.active(caller.id());
            }
            pages.render(ctx, 200, "chat", Map.of("user", caller, "administrator", administrator.is(caller)));
        };
    }

    private void signedIn(long userId) {
        presence.active(userId);
        administrator.signedIn(userId);
    }

    /** For others than the administrator nothing is there: not even a method that does not go is told of. */
    private Handler beforeAdmin(Sessions sessions) {
        return ctx -> {
            if (sessions.find(ctx).filter(administrator::is).isEmpty()) {
                throw ApiError.notFound("There is nothing here.");
            }
        };
    }

    private static Handler beforeUpgrade(CrossOrigin crossOrigin, RateLimits limits, Sessions sessions, Socket socket) {
        return ctx -> {
            crossOrigin.checkUpgrade(ctx);
            limits.take(Limit.UPGRADES_BY_ADDRESS, ClientAddress.of(ctx).network());
            Socket.checkUpgrade(ctx);
            socket.admit(ctx, sessions.find(ctx).orElseThrow(ApiError::unauthorized));
        };
    }

    private String assetsAddress() {
        return Web.FILES + (config.dev() ? "dev" : build.assets());
    }

    private Assets assets() {
        return config.dev() ? Assets.fromFolder(assetsAddress(), Path.of("static")) : Assets.packed(assetsAddress());
    }

    private void everySeconds(int seconds, Runnable tick) {
        ticks.scheduleWithFixedDelay(
                () -> {
                    try {
                        tick.run();
                    } catch (RuntimeException | Error e) { // else the executor would never run it again
                        LOG.error("A tick failed", e);
                    }
                },
                seconds,
                seconds,
                TimeUnit.SECONDS);
    }

    /** Begins to serve. */
    public Chat start() {
        sessions.nameCookie();
        administrator.appoint();
        javalin.start();
        return this;
    }

    public int port() {
        return javalin.port();
    }

    Database database() {
        return database;
    }

    Messages messages() {
        return messages;
    }

    Javalin javalin() {
        return javalin;
    }

    /** Stops accepting, stores what was accepted, tells every socket, and ends: within five seconds. */
    @Override
    public void close() {
        health.stopping();
        endTicks();
        features.forEach(Feature::close);
        database.stopWriting();
        passwords.close();
        background.close();
        hub.closeAll();
        stopServing();
        database.close();
    }

    /** One that is under way would find that nothing can be stored any more, and say so in the log. */
    private void endTicks() {
        ticks.shutdown();
        try {
            ticks.awaitTermination(500, TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void stopServing() {
        try {
            javalin.stop();
        } catch (JavalinException e) {
            LOG.warn("Requests that took too long were cut: {}", e.getMessage());
        }
    }
}
