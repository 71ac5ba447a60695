package chat.web;

import io.javalin.config.JavalinConfig;
import io.javalin.http.Context;
import io.javalin.json.JsonMapper;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.lang.reflect.Type;
import java.time.Duration;
import java.util.List;
import org.eclipse.jetty.ee10.servlet.ServletContextHandler;
import org.eclipse.jetty.ee10.servlet.ServletContextRequest;
import org.eclipse.jetty.ee10.servlet.SessionHandler;
import org.eclipse.jetty.http.UriCompliance;
import org.eclipse.jetty.io.Connection;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.server.handler.GracefulHandler;
import org.eclipse.jetty.session.NullSessionCache;
import org.eclipse.jetty.session.NullSessionDataStore;
import org.eclipse.jetty.util.component.LifeCycle;
import org.eclipse.jetty.util.thread.QueuedThreadPool;
import org.eclipse.jetty.websocket.core.server.WebSocketServerComponents;

/** Configures Javalin and Jetty, whatever the routes are. */
public final class Web {
    /** The largest body or frame. The longest message fits even if every character is escaped. */
    public static final int MAX_BODY = 64 * 1024;

    /** The paths of the static files. */
    static final String FILES = "/static/";

    private static final int MAX_THREADS = 200;
    /**
     * The kernel's send buffer. By default it grows to megabytes, and a slow reader then looks like one that reads
     * nothing: the kernel accepts more only once a third of the buffer has been read.
     */
    private static final int SEND_BUFFER = 256 * 1024;

    private static final int SMALL_ANSWER = 16 * 1024;
    private static final Duration IDLE_CONNECTION = Duration.ofSeconds(30);
    /** For requests that are still running when the server stops. */
    private static final Duration STOPPING = Duration.ofSeconds(1);

    private final Errors errors;
    private final CrossOrigin crossOrigin;
    private final Callers callers;
    private final Forwarding forwarding;
    private final RateLimits limits;
    private final Budgets budgets;
    private final Requests requests;
    private final Assets assets;

    /**
     * @param forwarding finds the client behind the proxies
     * @param limits how often anyone may ask
     * @param budgets how much anyone may hold
     * @param requests is notified of every answered request
     * @param assets the files to serve
     */
    public Web(
            Errors errors,
            CrossOrigin crossOrigin,
            Callers callers,
            Forwarding forwarding,
            RateLimits limits,
            Budgets budgets,
            Requests requests,
            Assets assets) {
        this.errors = errors;
        this.crossOrigin = crossOrigin;
        this.callers = callers;
        this.forwarding = forwarding;
        this.limits = limits;
        this.budgets = budgets;
        this.requests = requests;
        this.assets = assets;
    }

    /** @param connections listeners for every connection that opens or closes */
    public void configure(
            JavalinConfig config, String host, int port, Deadlines deadlines, List<Connection.Listener> connections) {
        config.startup.showJavalinBanner = false;
        config.startup.showOldJavalinVersionWarning = false;
        config.startup.startupWatcherEnabled = false;
        config.http.maxRequestSize = MAX_BODY;
        config.http.prefer405over404 = true;
        config.jsonMapper(new JsonMapper() {
            @Override
            public String toJsonString(Object value, Type type) {
                return Json.write(value);
            }
        });
        config.http.defaultContentType = "text/plain; charset=utf-8";

        config.routes.before(crossOrigin::check);
        config.routes.beforeMatched(Requests::matched);
        config.routes.wsBeforeUpgrade(Requests::matchedSocket);
        config.routes.beforeMatched(ctx -> Access.check(ctx, callers));
        config.routes.beforeMatched(this::limit);
        config.routes.beforeMatched(Input::checkType);
        config.routes.after(this::holdAnswer);
        config.routes.beforeMatched(Input::checkQuery);
        errors.register(config.routes);

        Headers headers = new Headers(forwarding, errors);
        QueuedThreadPool threads = new QueuedThreadPool(MAX_THREADS, 8);
        threads.setName("http");
        config.jetty.threadPool = threads;
        config.jetty.modifyServer(server -> {
            server.setErrorHandler(headers);
            Bodies bodies = new Bodies(deadlines.body(), budgets);
            bodies.setHandler(new ThreadBudget(budgets));
            server.setHandler(new GracefulHandler(new AssetHandler(assets, bodies)));
            server.setStopTimeout(STOPPING.toMillis());
            server.setRequestLog(requests);
        });
        config.jetty.addConnector((server, http) -> {
            ServerConnector connector = new ServerConnector(server, new HttpConnections(http));
            connector.setHost(host);
            connector.setPort(port);
            connector.setAcceptedSendBufferSize(SEND_BUFFER);
            connector.setShutdownIdleTimeout(STOPPING.dividedBy(10).toMillis());
            connector.addBean(new AddressConnectionLimit(budgets, forwarding.proxies()));
            connections.forEach(connector::addBean);
            return connector;
        });
        config.jetty.modifyHttpConfiguration(http -> {
            http.setUriCompliance(UriCompliance.DEFAULT);
            http.setSendServerVersion(false);
            http.setIdleTimeout(IDLE_CONNECTION.toMillis());
            http.addCustomizer(forwarding);
            http.addCustomizer(headers);
        });
        config.jetty.modifyServletContextHandler(handler -> {
            handler.setErrorHandler(headers);
            handler.setSessionHandler(noSessions());
            disableExtensions(handler);
        });
    }

    private void limit(Context ctx) {
        if (Access.isForCallers(ctx)) {
            Caller.find(ctx).ifPresent(caller -> {
                limits.take(Limit.CALLS_BY_USER, caller.id());
                hold(ctx, budgets.take(Budget.CALLS, null, caller.id(), 1));
            });
        }
    }

    /** The bytes of a large answer count against the budget until the client has taken them. */
    private void holdAnswer(Context ctx) {
        Caller caller = Caller.find(ctx).orElse(null);
        long bytes = caller == null ? 0 : available(ctx.resultInputStream());
        if (bytes > SMALL_ANSWER) {
            String network = ClientAddress.of(ctx).network();
            hold(ctx, budgets.take(Budget.ANSWER_BYTES, network, caller.id(), bytes));
        }
    }

    private static long available(InputStream result) {
        try {
            return result == null ? 0 : result.available();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void hold(Context ctx, Budgets.Lease lease) {
        Request request = ServletContextRequest.getServletContextRequest(ctx.req());
        Request.addCompletionListener(request, failure -> lease.close());
    }

    /**
     * Without this Jetty would create and keep a session for every socket upgrade, even a refused one, because Javalin
     * reads the session's attributes there: see <a href="https://github.com/javalin/javalin/pull/905">javalin#905</a>.
     * Our sessions are in the database. It can go when an upgrade creates no session.
     */
    private static SessionHandler noSessions() {
        SessionHandler handler = new SessionHandler();
        handler.setUsingCookies(false);
        NullSessionCache cache = new NullSessionCache(handler);
        cache.setSessionDataStore(new NullSessionDataStore());
        handler.setSessionCache(cache);
        return handler;
    }

    /**
     * Disables WebSocket extensions. A deflater costs about 90 KB per connection and hardly shortens a chat message.
     * The fragment extension would let a client have everything cut into frames of one byte.
     */
    private static void disableExtensions(ServletContextHandler handler) {
        handler.addEventListener(new LifeCycle.Listener() {
            @Override
            public void lifeCycleStarted(LifeCycle event) {
                WebSocketServerComponents.getWebSocketComponents(handler)
                        .getExtensionRegistry()
                        .getAvailableExtensions()
                        .clear();
            }
        });
    }

    /** Whether this is the path of a static file. */
    static boolean isFile(String path) {
        return path != null && path.startsWith(FILES);
    }
}
