package chat.app;

import chat.web.AnsweredRequest;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.spi.LoggingEventBuilder;

/** Logs one line for each request. No id or query from the path, no body and no header is logged. */
final class AccessLog {
    private static final Logger LOG = LoggerFactory.getLogger("requests");

    private AccessLog() {}

    static void write(AnsweredRequest request) {
        LoggingEventBuilder line = LOG.atInfo()
                .addKeyValue("request", request.id())
                .addKeyValue("method", request.method())
                .addKeyValue("path", request.path())
                .addKeyValue("status", request.status())
                .addKeyValue("ms", TimeUnit.NANOSECONDS.toMillis(request.nanos()));
        if (request.userId() != null) {
            line = line.addKeyValue("user", request.userId());
        }
        line.addKeyValue("from", request.client()).log("answered");
    }
}
