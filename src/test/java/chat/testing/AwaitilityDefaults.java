package chat.testing;

import java.time.Duration;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/** Configures Awaitility for all tests. JUnit finds it by its entry under META-INF/services. */
public final class AwaitilityDefaults implements BeforeAllCallback {
    private static final Duration TIMEOUT = Duration.ofSeconds(30);
    private static final Duration POLL_EVERY = Duration.ofMillis(20);

    @Override
    public void beforeAll(ExtensionContext context) {
        Awaitility.setDefaultTimeout(TIMEOUT);
        Awaitility.setDefaultPollDelay(Duration.ZERO);
        Awaitility.setDefaultPollInterval(POLL_EVERY);
        Awaitility.pollInSameThread(); // only the thread that created a browser page may use it
    }
}
