package chat.testing;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import chat.web.Json;
import com.fasterxml.jackson.databind.JsonNode;
import io.javalin.testtools.Response;
import java.util.List;

/** What the server answered to one request. */
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

    /** Itself, if it has that status. */
    public Answer expect(int status) {
        assertEquals(status, status(), this::body);
        return this;
    }

    /** Itself, if it refuses as every refusal must look: this status and code, and a sentence. */
    public Answer expectError(int status, String code) {
        expect(status);
        assertEquals(code, error(), this::body);
        assertFalse(json().at("/error/message").asText().isBlank(), this::body);
        return this;
    }

    /** The same, with the field that is at fault. */
    public Answer expectError(int status, String code, String field) {
        expectError(status, code);
        assertEquals(field, field(), this::body);
        return this;
    }

    /** The code of the contract's error. */
    public String error() {
        return json().at("/error/code").asText();
    }

    /** The field that the contract's error names; empty where it names none. */
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
