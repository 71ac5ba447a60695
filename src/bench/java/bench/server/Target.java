package bench.server;

/** The kinds of servers under test. The names are those of the command line. */
public enum Target {
    /** The chat. */
    chat,
    /** The hand-tuned Node server that the chat is compared with. */
    ws
}
