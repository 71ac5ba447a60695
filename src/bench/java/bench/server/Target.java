package bench.server;

/** What kind of server is under load, as the command line names it. */
public enum Target {
    /** The chat. */
    chat,
    /** The hand-tuned Node peer. */
    ws
}
