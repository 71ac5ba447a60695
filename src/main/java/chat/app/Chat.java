package chat.app;

import chat.accounts.Accounts;
import chat.admin.Admin;
import chat.conversations.Conversations;
import chat.db.Database;
import chat.feature.Base;
import chat.feature.Feature;
import chat.house.House;
import chat.messages.Messages;
import chat.metrics.Metrics;
import chat.presence.Presence;
import chat.realtime.Background;
import chat.realtime.FloodGuard;
import chat.realtime.Heartbeat;
import chat.realtime.Hub;
import chat.realtime.Socket;
import chat.rooms.Rooms;
import chat.web.ApiError;
import chat.web.Budgets;
import chat.web.Callers;
import chat.web.ClientAddress;
import chat.web.CrossOrigin;
import chat.web.Deadlines;
import chat.web.Errors;
import chat.web.Forwarding;
import chat.web.Limit;
import chat.web.RateLimits;
import chat.web.Requests;
import chat.web.Routes;
import chat.web.SlowRequests;
import chat.web.Web;
import io.javalin.Javalin;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import io.javalin.util.JavalinException;
import java.time.Clock;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Wires the server together: first the shared parts, then the features, each after those that it depends on. */
public final class Chat implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Chat.class);

    private final Database database;
    private final Hub hub = new Hub();
    private final Background background = new Background();
    private final CrossOrigin crossOrigin;
    private final RateLimits limits;
    private final Accounts accounts;
    private final Messages messages;
    private final Admin admin;
    private final Health health;
    private final Socket socket;
    private final List<Feature> features;
    private final Javalin javalin;
    private final Ticks ticks = new Ticks();

    /**
     * Opens the database and prepares to serve. {@link #start} starts serving.
     *
     * @throws chat.db.StorageException with one sentence, if the database cannot be used
     */
    public Chat(Config config, Clock clock) {
        this(config, clock, new SteadyClock(), Deadlines.defaults());
    }

    /** @param steady a clock that is never set, for measuring durations */
    Chat(Config config, Clock clock, Clock steady, Deadlines deadlines) {
        database = Database.open(config.database());
        database.completeInside(hub::batch);
        limits = new RateLimits(config.rateLimits(), steady);
        crossOrigin = new CrossOrigin(config.publicUrl());
        PageFiles files = PageFiles.of(config.dev());
        Budgets budgets = new Budgets(config.rateLimits());
        Requests requests = new Requests();
        Base base = new Base(database, hub, background, limits, budgets, files.pages(), clock, steady);

        House house = new House(database, files.assets().path("favicon.svg"));
        files.pages().setCurrent(house::variables);
        accounts = new Accounts(
                base,
                crossOrigin,
                new Accounts.Settings(config.bcryptCost(), config.passwordBlocklist(), config.adminUsername() == null));
        Rooms rooms = new Rooms(base, config.maxGroupMembers());
        Presence presence = new Presence(base);
        messages = new Messages(base, (long) config.userQuotaMb() << 20);
        Conversations conversations = new Conversations(base, rooms, presence, messages);
        admin = new Admin(base, house, accounts, presence, new Admin.Settings(config.adminUsername(), config.site()));
        ChatPage chatPage = new ChatPage(base.pages(), admin);
        health = new Health(database);
        Metrics metrics = new Metrics(base, requests, config.metricsToken());
        features = List.of(house, accounts, rooms, presence, messages, conversations, admin, chatPage, health, metrics);

        rooms.setContent(messages);
        messages.afterCommit(List.of(presence::sent, rooms::sent));
        accounts.afterSignIn(List.of(presence::active, admin::signedIn));
        accounts.setFeatures(features);
        metrics.watch(features);

        socket = new Socket(hub, background, clock, database.mark(), accounts::isSignedIn, limits, budgets);
        features.forEach(feature -> feature.events(socket));
        Heartbeat heartbeat = new Heartbeat(hub);
        SlowRequests slowRequests = new SlowRequests(deadlines);
        if (config.requestLog()) {
            requests.onAnswered(AccessLog::write);
        }
        Web web = new Web(
                new Errors(base.pages(), accounts::find),
                crossOrigin,
                new Callers(accounts::find, admin::isAdministrator, presence::active),
                new Forwarding(config.trustedProxies(), config.clientAddressHeader(), config.isSecure()),
                limits,
                budgets,
                requests,
                files.assets());
        javalin = Javalin.create(javalinConfig -> {
            web.configure(javalinConfig, config.host(), config.port(), deadlines, List.of(heartbeat, slowRequests));
            Routes routes = new Routes(javalinConfig.routes, limits);
            features.forEach(feature -> feature.routes(routes));
            addSocket(javalinConfig.routes);
        });
        features.forEach(feature -> ticks.everySecond(feature::tick));
        ticks.everySecond(slowRequests::tick);
        ticks.everySecond(new FloodGuard(hub, limits)::tick);
        ticks.every(deadlines.beat(), heartbeat::beat);
    }

    private void addSocket(RoutesConfig routes) {
        routes.wsBeforeUpgrade("/ws", this::admit);
        routes.ws("/ws", socket::configure);
    }

    private void admit(Context ctx) {
        crossOrigin.checkUpgrade(ctx);
        limits.take(Limit.UPGRADES_BY_ADDRESS, ClientAddress.of(ctx).network());
        Socket.checkUpgrade(ctx);
        socket.admit(ctx, accounts.find(ctx).orElseThrow(ApiError::unauthorized));
    }

    /** Starts serving. */
    public Chat start() {
        accounts.start();
        admin.start();
        javalin.start();
        return this;
    }

    public int port() {
        return javalin.port();
    }

    Javalin javalin() {
        return javalin;
    }

    Database database() {
        return database;
    }

    Messages messages() {
        return messages;
    }

    /** Refuses new writes, stores the accepted ones, closes every socket, and stops the server: within five seconds. */
    @Override
    public void close() {
        health.stopping();
        ticks.close();
        features.forEach(Feature::close);
        database.stopWriting();
        background.close();
        hub.closeAll();
        stopServing();
        database.close();
    }

    private void stopServing() {
        try {
            javalin.stop();
        } catch (JavalinException e) {
            LOG.warn("Cut the requests that took too long: {}", e.getMessage());
        }
    }
}
