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
import chat.web.Json;
import com.fasterxml.jackson.databind.JsonNode;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.slf4j.event.KeyValuePair;

/** The layout of log lines, whatever text they contain. */
class LogLayoutTest {
    private static final String FORGED =
            "\r\n2026-11-22T00:00:00.000 ERROR forged\u001b[2J\u0085\u009b\u2028\u2029\u202e";

    @Test
    void loggedTextCannotForgeLinesOrControlATerminal() throws JoranException {
        String log = encode("text");
        List<String> lines = log.lines().toList();
        assertTrue(lines.size() > 3, "the stack trace is missing");
        assertEquals(
                lines.subList(1, lines.size()),
                lines.stream().filter(line -> line.startsWith("    ")).toList());
        assertFalse(log.replaceAll("[\n\t]", "").matches("(?s).*[\\p{Cntrl}\u0080-\u009f\u2028\u2029\\p{Cf}].*"), log);
    }

    @Test
    void jsonIsOneFlatAsciiLineWithTheDocumentedFields() throws JoranException {
        String log = encode("json");
        assertTrue(log.matches("[ -~]+\n"), log);
        JsonNode entry = Json.read(log);
        List<String> names = new ArrayList<>();
        entry.fieldNames().forEachRemaining(names::add);
        assertEquals(List.of("timestamp", "level", "logger", "message", "path", "status", "stack_trace"), names);
        assertEquals("2026-11-22T21:51:35.120Z", entry.get("timestamp").asText());
        assertEquals("error", entry.get("level").asText());
        assertEquals("requests", entry.get("logger").asText());
        assertEquals(FORGED, entry.get("message").asText());
        assertEquals(FORGED, entry.get("path").asText());
        assertEquals(200, entry.get("status").intValue());
        assertTrue(entry.get("stack_trace").asText().startsWith("java.lang.IllegalStateException: " + FORGED), log);
    }

    private static String encode(String format) throws JoranException {
        LoggerContext context = new LoggerContext();
        context.putProperty("chat.log", format);
        LoggingEvent event = new LoggingEvent(
                "", context.getLogger("requests"), Level.ERROR, FORGED, new IllegalStateException(FORGED), null);
        event.setInstant(Instant.parse("2026-11-22T21:51:35.120Z"));
        event.addKeyValuePair(new KeyValuePair("path", FORGED));
        event.addKeyValuePair(new KeyValuePair("status", 200));
        return new String(encoder(context).encode(event), StandardCharsets.UTF_8);
    }

    /** The encoder that logback.xml configures. */
    private static Encoder<ILoggingEvent> encoder(LoggerContext context) throws JoranException {
        JoranConfigurator configurator = new JoranConfigurator();
        configurator.setContext(context);
        configurator.doConfigure(LogLayoutTest.class.getResource("/logback.xml"));
        AsyncAppender requests = (AsyncAppender) context.getLogger("requests").getAppender("requests");
        return ((OutputStreamAppender<ILoggingEvent>) requests.getAppender("stderr")).getEncoder();
    }
}
