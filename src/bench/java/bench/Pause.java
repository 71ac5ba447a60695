package bench;

/** Sleeps on a thread that nothing interrupts. */
final class Pause {
    private Pause() {}

    static void seconds(int seconds) {
        try {
            Thread.sleep(seconds * 1_000L);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}
