package chat.app;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ch.qos.logback.classic.AsyncAppender;
import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.joran.JoranConfigurator;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.LoggingEvent;
import ch.qos.logback.core.OutputStreamAppender;
import ch.qos.logback.core.encoder.Encoder;
import ch.qos.logback.core.joran.spi.JoranException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.slf4j.event.KeyValuePair;

/** How a log's text is laid out, whatever is in it. */
class LogLayoutTest {
    @Test
    void whatIsLoggedPassesForNoLineOfOursAndDoesNothingToATerminal() throws JoranException {
        String forged = "\r\n2026-11-22T00:00:00.000 ERROR forged\u001b[2J\u0085\u009b\u2028\u2029\u202e";
        LoggerContext context = new LoggerContext();
        LoggingEvent event = new LoggingEvent(
                "", context.getLogger("requests"), Level.ERROR, forged, new IllegalStateException(forged), null);
        event.addKeyValuePair(new KeyValuePair("path", forged));
        String log = new String(encoder(context).encode(event), StandardCharsets.UTF_8);
        List<String> lines = log.lines().toList();
        assertTrue(lines.size() > 3, "the failure with where it was");
        assertEquals(
                lines.subList(1, lines.size()),
                lines.stream().filter(line -> line.startsWith("    ")).toList());
        assertFalse(log.replaceAll("[\n\t]", "").matches("(?s).*[\\p{Cntrl}\u0080-\u009f\u2028\u2029\\p{Cf}].*"), log);
    }

    /** As logback.xml has it. */
    private static Encoder<ILoggingEvent> encoder(LoggerContext context) throws JoranException {
        JoranConfigurator configurator = new JoranConfigurator();
        configurator.setContext(context);
        configurator.doConfigure(LogLayoutTest.class.getResource("/logback.xml"));
        AsyncAppender requests = (AsyncAppender) context.getLogger("requests").getAppender("requests");
        return ((OutputStreamAppender<ILoggingEvent>) requests.getAppender("stderr")).getEncoder();
    }
}
