package chat.testing;

import java.time.Duration;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/** Sets how every test awaits a condition. JUnit finds it by its entry under META-INF/services. */
public final class Awaiting implements BeforeAllCallback {
    private static final Duration PATIENCE = Duration.ofSeconds(10);
    private static final Duration POLL_EVERY = Duration.ofMillis(20);

    @Override
    public void beforeAll(ExtensionContext context) {
        Awaitility.setDefaultTimeout(PATIENCE);
        Awaitility.setDefaultPollDelay(Duration.ZERO);
        Awaitility.setDefaultPollInterval(POLL_EVERY);
        Awaitility.pollInSameThread(); // a browser's page belongs to the thread that made it
    }
}
