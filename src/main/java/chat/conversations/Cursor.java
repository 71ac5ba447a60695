package chat.conversations;

import chat.web.ApiError;
import io.javalin.http.Context;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Parses the parameter {@code page}, which holds the position of the previous page's last row. */
final class Cursor {
    private Cursor() {}

    /** The matched groups are the parts of the cursor. Null for the first page. */
    static Matcher of(Context ctx, Pattern form) {
        String page = ctx.queryParam("page");
        if (page == null) {
            return null;
        }
        Matcher cursor = form.matcher(page);
        if (!cursor.matches()) {
            throw ApiError.badRequest("page", "The parameter page must be the value of next from the previous answer.");
        }
        return cursor;
    }
}
