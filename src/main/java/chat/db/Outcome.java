package chat.db;

/** The result of a write or the reason why it failed. One of the two is null. */
public record Outcome<R>(R value, Throwable failure) {
    public static <R> Outcome<R> of(R value) {
        return new Outcome<>(value, null);
    }

    /** A write that was refused before it changed anything. */
    public static <R> Outcome<R> refused(RuntimeException refusal) {
        return new Outcome<>(null, refusal);
    }
}
