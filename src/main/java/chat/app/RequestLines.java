package chat.app;

import chat.web.Answered;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.spi.LoggingEventBuilder;

/** One line a request. What is behind an address, a body or a header does not get into it. */
final class RequestLines {
    private static final Logger LOG = LoggerFactory.getLogger("requests");

    private RequestLines() {}

    static void write(Answered request) {
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
