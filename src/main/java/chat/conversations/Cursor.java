package chat.conversations;

import chat.web.ApiError;
import io.javalin.http.Context;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads the parameter {@code page}, which names the last row of the page before. */
final class Cursor {
    private Cursor() {}

    /** The parts of the cursor; null for the first page. */
    static Matcher of(Context ctx, Pattern form) {
        String page = ctx.queryParam("page");
        if (page == null) {
            return null;
        }
        Matcher cursor = form.matcher(page);
        if (!cursor.matches()) {
            throw ApiError.badRequest("page", "The parameter page must be what next gave.");
        }
        return cursor;
    }
}
