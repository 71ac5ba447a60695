package chat.testing;

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
        return response.headers().get(name);
    }

    public String header(String name) {
        List<String> values = headers(name);
        return values.isEmpty() ? null : values.get(0);
    }
}
