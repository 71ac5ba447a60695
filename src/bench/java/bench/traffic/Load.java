package bench.traffic;

/** A way to send messages. Used on the sockets' thread only. */
public interface Load {
    void start();

    void stop();
}
