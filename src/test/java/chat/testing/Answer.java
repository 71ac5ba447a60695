package chat.testing;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import chat.web.Json;
import com.fasterxml.jackson.databind.JsonNode;
import io.javalin.testtools.Response;
import java.util.List;

/** The response to one request. */
public record Answer(Response response) {
    public int status() {
        return response.code();
    }

    public String body() {
        return response.body().string();
    }

    public JsonNode json() {
        return Json.read(body());
    }

    /** Asserts the status and returns this answer. */
    public Answer expect(int status) {
        assertEquals(status, status(), this::body);
        return this;
    }

    /** Asserts an error in the common format, with this status and code and a message, and returns this answer. */
    public Answer expectError(int status, String code) {
        expect(status);
        assertEquals(code, error(), this::body);
        assertFalse(json().at("/error/message").asText().isBlank(), this::body);
        return this;
    }

    /** Also asserts the field that caused the error. */
    public Answer expectError(int status, String code, String field) {
        expectError(status, code);
        assertEquals(field, field(), this::body);
        return this;
    }

    /** The code of the error. */
    public String error() {
        return json().at("/error/code").asText();
    }

    /** The field that caused the error, or empty. */
    public String field() {
        return json().at("/error/field").asText();
    }

    /** The values of a header, in order. */
    public List<String> headers(String name) {
        List<String> values = response.headers().get(name);
        return values == null ? List.of() : values;
    }

    public String header(String name) {
        List<String> values = headers(name);
        return values.isEmpty() ? null : values.get(0);
    }
}
