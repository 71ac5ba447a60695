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

/** The sockets of users 1 to N, all on one thread: its one core is the generator's, the other is the server's. */
public final class Clients implements AutoCloseable {
    private static final int OPENING_AT_ONCE = 40;
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
    private int opening;
    private int greeted;
    private long pings;
    private boolean closing;

    /** Opens a socket for each of the users 1 to {@code count}, and returns once all are greeted. */
    public static Clients connect(Protocol protocol, int port, int count, Listener listener) {
        return connect(protocol, port, count, listener, userId -> InetAddress.getLoopbackAddress());
    }

    /** @param from which of this machine's addresses a user has: the server counts by address */
    public static Clients connect(
            Protocol protocol, int port, int count, Listener listener, IntFunction<InetAddress> from) {
        Clients clients = new Clients(protocol, port, count, listener, from);
        try {
            clients.loop.execute(clients::openSome);
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

    private void openSome() {
        while (opening < connections.size() && opening - greeted < OPENING_AT_ONCE) {
            Connection connection = connections.get(opening++);
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
            openSome();
        }
    }

    void pinged() {
        pings++;
    }

    void closed(String why) {
        if (!closing) {
            closed.merge(why, 1, Integer::sum);
            allGreeted.completeExceptionally(new IllegalStateException("A socket was closed " + why));
        }
    }

    /** Writes once for each socket in a turn of the loop, however many frames the turn has for it. */
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

    /** Runs something on the thread of the sockets, and waits for it. */
    public <T> T call(Callable<T> task) {
        try {
            return loop.submit(task).get(CALL_TIMEOUT_SECONDS, TimeUnit.SECONDS);
        } catch (InterruptedException | ExecutionException | TimeoutException e) {
            throw new IllegalStateException("The sockets' thread did not do it", e);
        }
    }

    public void run(Runnable task) {
        call(() -> {
            task.run();
            return null;
        });
    }

    /** To be called on the thread of the sockets. */
    public void runAt(long nanoTime, Runnable task) {
        loop.schedule(task, Math.max(0, nanoTime - System.nanoTime()), TimeUnit.NANOSECONDS);
    }

    /** How many sockets the server closed, by what it said. */
    public Map<String, Integer> dropped() {
        return call(() -> new TreeMap<>(closed));
    }

    /** How many of the server's pings were answered. */
    public long pings() {
        return call(() -> pings);
    }

    @Override
    public void close() {
        run(() -> closing = true);
        group.shutdownGracefully(0, 5, TimeUnit.SECONDS).awaitUninterruptibly(10, TimeUnit.SECONDS);
    }
}
