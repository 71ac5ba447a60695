package bench.traffic;

/** How messages are sent. Used on the sockets' thread alone. */
public interface Load {
    void start();

    void stop();
}
