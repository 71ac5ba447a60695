package chat.app;

import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.ThrowableProxyUtil;
import ch.qos.logback.core.encoder.EncoderBase;
import chat.web.Json;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import org.slf4j.event.KeyValuePair;

/** The log as platforms read it: each entry a flat JSON object in a line of its own. */
public final class JsonLines extends EncoderBase<ILoggingEvent> {
    @Override
    public byte[] headerBytes() {
        return new byte[0];
    }

    @Override
    public byte[] encode(ILoggingEvent event) {
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("timestamp", event.getInstant());
        fields.put("level", event.getLevel().toString().toLowerCase(Locale.ROOT));
        fields.put("logger", event.getLoggerName());
        fields.put("message", event.getFormattedMessage());
        if (event.getKeyValuePairs() != null) {
            for (KeyValuePair pair : event.getKeyValuePairs()) {
                fields.put(pair.key, pair.value instanceof Number ? pair.value : String.valueOf(pair.value));
            }
        }
        if (event.getThrowableProxy() != null) {
            fields.put("stack_trace", ThrowableProxyUtil.asString(event.getThrowableProxy()));
        }
        return (Json.writeAscii(fields) + "\n").getBytes(StandardCharsets.US_ASCII);
    }

    @Override
    public byte[] footerBytes() {
        return new byte[0];
    }
}
