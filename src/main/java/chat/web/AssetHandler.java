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
 * Answers a GET or HEAD of a static file before Javalin is asked: they are the same for everybody, so nobody is asked
 * who they are. It never waits for the network: a client that reads slowly holds no thread. What is no file goes on to
 * the routes, where an unknown address is 404.
 *
 * <p>Javalin's own handler keeps a compressed copy for each spelling of an address.
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
        Requests.matchedFile(request, path);
        answer(asset, request, response, callback, head);
        return true;
    }

    private void answer(Asset asset, Request request, Response response, Callback callback, boolean head) {
        HttpFields.Mutable headers = response.getHeaders();
        Headers.forFile(headers);
        headers.put(HttpHeader.CACHE_CONTROL, assets.lasts() ? "public, max-age=31536000, immutable" : "no-cache");
        headers.put(HttpHeader.ETAG, asset.tag());
        if (asset.compressed() != null) {
            headers.put(HttpHeader.VARY, "Accept-Encoding");
        }
        String known = request.getHeaders().get(HttpHeader.IF_NONE_MATCH);
        if (known != null && asset.isNamedIn(known)) {
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

    /** What is refused by {@code q=0} is not in the list. */
    private static boolean takesGzip(Request request) {
        return request.getHeaders().getQualityCSV(HttpHeader.ACCEPT_ENCODING).stream()
                .anyMatch("gzip"::equalsIgnoreCase);
    }
}
