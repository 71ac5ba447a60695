package chat.web;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.javalin.http.Context;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.OptionalLong;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.eclipse.jetty.util.UrlEncoded;

/**
 * What a client sent, as a JSON object or a form, read field by field. Every accessor throws an {@link ApiError} that
 * names the field if its value is not valid.
 */
public final class Input {
    /** The largest id. JavaScript cannot represent larger numbers exactly. */
    private static final long MAX_ID = (1L << 53) - 1;

    private static final String JSON = "application/json";
    private static final String FORM = "application/x-www-form-urlencoded";
    private static final Set<String> TYPES = Set.of(JSON, FORM);
    private static final Pattern CLIENT_ID = Pattern.compile("[A-Za-z0-9_-]{1,64}");
    private static final Pattern DIGITS = Pattern.compile("[0-9]{1,16}");

    private static final Pattern ESCAPE = Pattern.compile("%([0-9A-Fa-f]{2})");

    private final ObjectNode fields;
    private final boolean form;

    private Input(ObjectNode fields, boolean form) {
        this.fields = fields;
        this.form = form;
    }

    public static Input of(JsonNode node) {
        if (node instanceof ObjectNode object) {
            return new Input(object, false);
        }
        throw ApiError.badRequest("A JSON object is expected.");
    }

    public static Input empty() {
        return new Input(JsonNodeFactory.instance.objectNode(), false);
    }

    /** Requires the query to be UTF-8. Otherwise each wrong byte would be read as U+FFFD. */
    static void checkQuery(Context ctx) {
        String query = ctx.queryString();
        if (query != null && Text.utf8(percentDecoded(query)).isEmpty()) {
            throw ApiError.badRequest("The query is not well-formed UTF-8.");
        }
    }

    private static byte[] percentDecoded(String query) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(query.length());
        Matcher escape = ESCAPE.matcher(query);
        int end = 0;
        while (escape.find()) {
            bytes.writeBytes(query.substring(end, escape.start()).getBytes(StandardCharsets.UTF_8));
            bytes.write(Integer.parseInt(escape.group(1), 16));
            end = escape.end();
        }
        bytes.writeBytes(query.substring(end).getBytes(StandardCharsets.UTF_8));
        return bytes.toByteArray();
    }

    /** Requires a body to be JSON or a form, even if the route reads none. */
    static void checkType(Context ctx) {
        if (!TYPES.contains(contentType(ctx)) && ctx.bodyAsBytes().length > 0) {
            throw ApiError.unsupportedMediaType("Send this as " + JSON + " or " + FORM + ".");
        }
    }

    /** The body, which must be JSON. */
    public static Input json(Context ctx) {
        if (!contentType(ctx).equals(JSON)) {
            throw ApiError.unsupportedMediaType("Send this as " + JSON + ".");
        }
        return of(Json.read(ctx.bodyAsBytes()));
    }

    /** The body, which must be a form. */
    public static Input form(Context ctx) {
        if (!isForm(ctx)) {
            throw ApiError.unsupportedMediaType("Send this as " + FORM + ".");
        }
        ObjectNode fields = JsonNodeFactory.instance.objectNode();
        String body = Text.utf8(ctx.bodyAsBytes()).orElseThrow(Input::malformedForm);
        try {
            UrlEncoded.decodeUtf8To(body, 0, body.length(), fields::put, false, false, false);
        } catch (IllegalArgumentException e) {
            throw malformedForm();
        }
        return new Input(fields, true);
    }

    private static ApiError malformedForm() {
        return ApiError.badRequest("That is not a well-formed form.");
    }

    public static Input jsonOrForm(Context ctx) {
        return isForm(ctx) ? form(ctx) : json(ctx);
    }

    public static boolean isForm(Context ctx) {
        return contentType(ctx).equals(FORM);
    }

    private static String contentType(Context ctx) {
        // Not ctx.contentType(): Jetty throws there if the charset does not exist. No report found as of 2026-11. This
        // can go when Jetty does not throw.
        String type = ctx.header("Content-Type");
        return type == null ? "" : type.split(";", 2)[0].strip().toLowerCase(Locale.ROOT);
    }

    public boolean has(String field) {
        return !fields.path(field).isMissingNode() && !fields.path(field).isNull();
    }

    /** An id: a whole number from 1 to 2^53 - 1. In a form it is written in digits; in JSON it must be a number. */
    public long id(String field) {
        if (!has(field)) {
            throw ApiError.badRequest(field, "The field " + field + " is missing.");
        }
        long number = number(fields.get(field), field);
        if (number < 1) {
            throw notAnId(field);
        }
        return number;
    }

    /** A whole number from 0 to 2^53 - 1. */
    public long count(String field) {
        if (!has(field)) {
            throw ApiError.badRequest(field, "The field " + field + " is missing.");
        }
        return number(fields.get(field), field);
    }

    /** Distinct ids, at most that many. */
    public List<Long> ids(String field, int max) {
        JsonNode node = fields.path(field);
        if (!node.isArray()) {
            throw ApiError.badRequest(field, "The field " + field + " must be a list of ids.");
        }
        if (node.size() > max) {
            throw ApiError.badRequest(field, "The field " + field + " takes at most " + max + " ids.");
        }
        Set<Long> ids = new LinkedHashSet<>();
        for (JsonNode element : node) {
            long id = number(element, field);
            if (id < 1) {
                throw notAnId(field);
            }
            ids.add(id);
        }
        return new ArrayList<>(ids);
    }

    private long number(JsonNode node, String field) {
        if (form && node.isTextual()) {
            return parse(node.textValue(), field);
        }
        if (!node.isIntegralNumber() || !node.canConvertToLong() || node.longValue() < 0 || node.longValue() > MAX_ID) {
            throw notAnId(field);
        }
        return node.longValue();
    }

    private static long parse(String text, String field) {
        if (!DIGITS.matcher(text).matches() || Long.parseLong(text) > MAX_ID) {
            throw notAnId(field);
        }
        return Long.parseLong(text);
    }

    private static ApiError notAnId(String field) {
        return ApiError.badRequest(field, "The field " + field + " must be a whole number from 1 to 2^53-1.");
    }

    /** A text without NUL or lone surrogates, or null if the field is absent. */
    public String optionalText(String field) {
        return has(field) ? text(field) : null;
    }

    /** A text without NUL or lone surrogates. */
    public String text(String field) {
        JsonNode node = fields.path(field);
        if (!node.isTextual()) {
            throw ApiError.badRequest(field, "The field " + field + " must be text.");
        }
        String text = node.textValue();
        if (!isClean(text)) {
            throw ApiError.badRequest(field, "The field " + field + " has a character that is not allowed.");
        }
        return text;
    }

    /** Whether a text has neither NUL nor a lone surrogate. These cannot be stored and read back unchanged. */
    private static boolean isClean(String text) {
        for (int i = 0; i < text.length(); i++) {
            char unit = text.charAt(i);
            if (unit == 0) {
                return false;
            }
            if (Character.isSurrogate(unit)) {
                boolean pair = Character.isHighSurrogate(unit)
                        && i + 1 < text.length()
                        && Character.isLowSurrogate(text.charAt(i + 1));
                if (!pair) {
                    return false;
                }
                i++;
            }
        }
        return true;
    }

    public String optionalClientId() {
        return has("client_id") ? clientId() : null;
    }

    public String clientId() {
        JsonNode node = fields.path("client_id");
        if (!node.isTextual() || !CLIENT_ID.matcher(node.textValue()).matches()) {
            throw ApiError.badRequest("client_id", "The field client_id must be 1 to 64 letters, digits, - and _.");
        }
        return node.textValue();
    }

    /** The {@code client_id} as sent, to answer an event that was refused. Null if it is not valid. */
    public String clientIdOrNull() {
        JsonNode node = fields.path("client_id");
        return node.isTextual() && CLIENT_ID.matcher(node.textValue()).matches() ? node.textValue() : null;
    }

    /** An id in the path. Anything that is not an id is 404. */
    public static long pathId(Context ctx, String name) {
        String text = ctx.pathParam(name);
        if (!DIGITS.matcher(text).matches() || Long.parseLong(text) < 1 || Long.parseLong(text) > MAX_ID) {
            throw ApiError.notFound("There is nothing here.");
        }
        return Long.parseLong(text);
    }

    /** An id or a count in the query. */
    public static OptionalLong queryNumber(Context ctx, String name) {
        String text = ctx.queryParam(name);
        return text == null ? OptionalLong.empty() : OptionalLong.of(parse(text, name));
    }

    /** An id in the query. */
    public static OptionalLong queryId(Context ctx, String name) {
        OptionalLong id = queryNumber(ctx, name);
        if (id.isPresent() && id.getAsLong() < 1) {
            throw notAnId(name);
        }
        return id;
    }

    /** A text in the query without NUL and lone surrogates; null if the parameter is absent. */
    public static String queryText(Context ctx, String name) {
        String text = ctx.queryParam(name);
        if (text != null && !isClean(text)) {
            throw ApiError.badRequest(name, "The parameter " + name + " has a character that is not allowed.");
        }
        return text;
    }

    /** Distinct ids in the query, separated by commas. Null if the parameter is absent. */
    public static List<Long> queryIds(Context ctx, String name, int max) {
        String text = ctx.queryParam(name);
        if (text == null) {
            return null;
        }
        Set<Long> ids = new LinkedHashSet<>();
        for (String part : text.split(",", -1)) {
            long id = parse(part, name);
            if (id < 1) {
                throw notAnId(name);
            }
            ids.add(id);
        }
        if (ids.size() > max) {
            throw ApiError.badRequest(name, "The parameter " + name + " takes at most " + max + " ids.");
        }
        return new ArrayList<>(ids);
    }

    /** The requested page size, from 1 to {@code max}. */
    public static int limit(Context ctx, int defaultLimit, int max) {
        long limit = queryNumber(ctx, "limit").orElse(defaultLimit);
        if (limit < 1 || limit > max) {
            throw ApiError.badRequest("limit", "The parameter limit must be from 1 to " + max + ".");
        }
        return (int) limit;
    }
}
