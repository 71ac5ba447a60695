package chat.web;

import java.nio.ByteBuffer;
import org.eclipse.jetty.http.HttpField;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.HttpMethod;
import org.eclipse.jetty.http.HttpStatus;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;

/**
 * Answers a GET or HEAD request for a static file before Javalin sees it. Static files are the same for everyone, so no
 * session is looked up. The handler never waits for the network: a client that reads slowly holds no thread. Any other
 * path goes on to the routes, where an unknown one is 404.
 *
 * <p>Javalin's own handler caches a compressed copy for each spelling of a path. No report found as of
 * 2026-11.
 */
final class AssetHandler extends Handler.Wrapper {
    private final Assets assets;

    AssetHandler(Assets assets, Handler next) {
        super(next);
        this.assets = assets;
    }

    @Override
    public boolean handle(Request request, Response response, Callback callback) throws Exception {
        boolean head = HttpMethod.HEAD.is(request.getMethod());
        String path = request.getHttpURI().getPath();
        if (!Web.isFile(path) || !(head || HttpMethod.GET.is(request.getMethod()))) {
            return super.handle(request, response, callback);
        }
        Asset asset = assets.find(path);
        if (asset == null) {
            return super.handle(request, response, callback);
        }
        Requests.matchedFile(request);
        answer(asset, request, response, callback, head);
        return true;
    }

    private void answer(Asset asset, Request request, Response response, Callback callback, boolean head) {
        HttpFields.Mutable headers = response.getHeaders();
        Headers.forFile(headers);
        headers.put(
                HttpHeader.CACHE_CONTROL, assets.isImmutable() ? "public, max-age=31536000, immutable" : "no-cache");
        headers.put(HttpHeader.ETAG, asset.tag());
        if (asset.compressed() != null) {
            headers.put(HttpHeader.VARY, "Accept-Encoding");
        }
        String known = request.getHeaders().get(HttpHeader.IF_NONE_MATCH);
        if (known != null && asset.matches(known)) {
            response.setStatus(HttpStatus.NOT_MODIFIED_304);
            callback.succeeded();
            return;
        }
        ByteBuffer content = asset.plain();
        if (asset.compressed() != null && takesGzip(request)) {
            content = asset.compressed();
            headers.put(HttpHeader.CONTENT_ENCODING, "gzip");
        }
        headers.put(HttpHeader.CONTENT_TYPE, asset.type());
        headers.put(new HttpField.LongValueHttpField(HttpHeader.CONTENT_LENGTH, content.remaining()));
        if (head) {
            callback.succeeded();
        } else {
            response.write(true, content.slice(), callback);
        }
    }

    /** Jetty leaves out encodings with {@code q=0}. */
    private static boolean takesGzip(Request request) {
        return request.getHeaders().getQualityCSV(HttpHeader.ACCEPT_ENCODING).stream()
                .anyMatch("gzip"::equalsIgnoreCase);
    }
}
