package bench.wire;

import io.netty.bootstrap.Bootstrap;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoop;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.nio.NioSocketChannel;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.IntFunction;

/** The sockets of users 1 to N, all on one thread: the generator has one core, and the server has the other. */
public final class Clients implements AutoCloseable {
    private static final int MAX_OPENING = 40;
    private static final int OPEN_TIMEOUT_SECONDS = 300;
    private static final int CALL_TIMEOUT_SECONDS = 30;

    private final EventLoopGroup group;
    private final EventLoop loop;
    private final Bootstrap bootstrap;
    private final String host;
    private final IntFunction<InetAddress> from;
    private final List<Connection> connections = new ArrayList<>();
    private final CompletableFuture<Void> allGreeted = new CompletableFuture<>();
    private final List<Connection> toFlush = new ArrayList<>();
    private final Map<String, Integer> closed = new TreeMap<>();
    private int started;
    private int greeted;
    private long pings;
    private boolean closing;

    /** Opens a socket for each of the users 1 to {@code count}, and returns once the server has greeted all of them. */
    public static Clients connect(Protocol protocol, int port, int count, Listener listener) {
        return connect(protocol, port, count, listener, userId -> InetAddress.getLoopbackAddress());
    }

    /** @param from returns the local address of a user, since the server's limits count by address */
    public static Clients connect(
            Protocol protocol, int port, int count, Listener listener, IntFunction<InetAddress> from) {
        Clients clients = new Clients(protocol, port, count, listener, from);
        try {
            clients.loop.execute(clients::openMore);
            clients.allGreeted.get(OPEN_TIMEOUT_SECONDS, TimeUnit.SECONDS);
            return clients;
        } catch (InterruptedException | ExecutionException | TimeoutException e) {
            clients.close();
            throw new IllegalStateException("Only " + clients.greeted + " of " + count + " sockets opened", e);
        }
    }

    private Clients(Protocol protocol, int port, int count, Listener listener, IntFunction<InetAddress> from) {
        this.from = from;
        group = new MultiThreadIoEventLoopGroup(1, NioIoHandler.newFactory());
        loop = group.next();
        bootstrap = new Bootstrap()
                .group(loop)
                .channel(NioSocketChannel.class)
                .option(ChannelOption.TCP_NODELAY, true)
                .remoteAddress("127.0.0.1", port);
        host = "127.0.0.1:" + port;
        for (int userId = 1; userId <= count; userId++) {
            connections.add(new Connection(userId, protocol, this, listener));
        }
    }

    private void openMore() {
        while (started < connections.size() && started - greeted < MAX_OPENING) {
            Connection connection = connections.get(started++);
            SocketAddress address = new InetSocketAddress(from.apply(connection.userId()), 0);
            bootstrap
                    .clone()
                    .localAddress(address)
                    .handler(connection)
                    .connect()
                    .addListener((ChannelFuture opened) -> {
                        if (!opened.isSuccess()) {
                            closed("by " + opened.cause());
                        }
                    });
        }
    }

    String host() {
        return host;
    }

    void greeted() {
        greeted++;
        if (greeted == connections.size()) {
            allGreeted.complete(null);
        } else {
            openMore();
        }
    }

    void pinged() {
        pings++;
    }

    void closed(String reason) {
        if (!closing) {
            closed.merge(reason, 1, Integer::sum);
            allGreeted.completeExceptionally(new IllegalStateException("A socket was closed " + reason));
        }
    }

    /** Writes to each socket at most once in a turn of the event loop, however many frames there are. */
    void flushLater(Connection connection) {
        if (toFlush.isEmpty()) {
            loop.execute(this::flush);
        }
        toFlush.add(connection);
    }

    private void flush() {
        toFlush.forEach(Connection::flush);
        toFlush.clear();
    }

    public Connection of(int userId) {
        return connections.get(userId - 1);
    }

    public int count() {
        return connections.size();
    }

    /** Runs a task on the sockets' thread and waits for its result. */
    public <T> T call(Callable<T> task) {
        try {
            return loop.submit(task).get(CALL_TIMEOUT_SECONDS, TimeUnit.SECONDS);
        } catch (InterruptedException | ExecutionException | TimeoutException e) {
            throw new IllegalStateException("The task on the sockets' thread failed", e);
        }
    }

    public void run(Runnable task) {
        call(() -> {
            task.run();
            return null;
        });
    }

    /** Must be called on the sockets' thread. */
    public void runAt(long nanoTime, Runnable task) {
        loop.schedule(task, Math.max(0, nanoTime - System.nanoTime()), TimeUnit.NANOSECONDS);
    }

    /** The number of sockets that the server closed, by reason. */
    public Map<String, Integer> dropped() {
        return call(() -> new TreeMap<>(closed));
    }

    /** The number of pings that were answered. */
    public long pings() {
        return call(() -> pings);
    }

    @Override
    public void close() {
        run(() -> closing = true);
        group.shutdownGracefully(0, 5, TimeUnit.SECONDS).awaitUninterruptibly(10, TimeUnit.SECONDS);
    }
}
