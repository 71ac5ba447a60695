package chat.web;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.core.util.JsonRecyclerPools;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.module.SimpleModule;
import java.io.IOException;
import java.io.OutputStream;
import java.time.Instant;

/** JSON as in the contract: names in snake_case, times in UTC with three digits of milliseconds. */
public final class Json {
    private static final int MAX_DEPTH = 32;
    private static final int BUFFERS = 16;
    private static final ObjectMapper MAPPER = JsonMapper.builder(JsonFactory.builder()
                    .streamReadConstraints(StreamReadConstraints.builder()
                            .maxNestingDepth(MAX_DEPTH)
                            .build())
                    .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                    // Jackson's default pool keeps one buffer for each thread, as large as the largest answer that the
                    // thread ever wrote: see https://github.com/FasterXML/jackson-core/issues/400
                    .recyclerPool(JsonRecyclerPools.newBoundedPool(BUFFERS))
                    .build())
            .propertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .addModule(new SimpleModule().addSerializer(Instant.class, new InstantSerializer()))
            .build();

    private Json() {}

    public static String write(Object value) {
        try {
            return MAPPER.writeValueAsString(value);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException("Not a value that can be written as JSON", e);
        }
    }

    /** Writes a value as UTF-8. */
    public static byte[] writeBytes(Object value) {
        try {
            return MAPPER.writeValueAsBytes(value);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException("Not a value that can be written as JSON", e);
        }
    }

    /** Writes values one by one, so that they need not all be in memory. Does not close the stream. */
    public static JsonGenerator stream(OutputStream out) throws IOException {
        return MAPPER.createGenerator(out)
                .disable(JsonGenerator.Feature.AUTO_CLOSE_TARGET)
                // An incomplete document must not look complete.
                .disable(JsonGenerator.Feature.AUTO_CLOSE_JSON_CONTENT)
                .disable(JsonGenerator.Feature.FLUSH_PASSED_TO_STREAM)
                .useDefaultPrettyPrinter();
    }

    public static JsonNode read(String text) {
        try {
            return MAPPER.readTree(text);
        } catch (JsonProcessingException e) {
            throw malformed();
        }
    }

    /**
     * Reads UTF-8, with or without a byte order mark. Jackson's own decoder accepts overlong forms and surrogates, and
     * guesses at UTF-16.
     */
    public static JsonNode read(byte[] bytes) {
        String text = Text.utf8(bytes).orElseThrow(Json::malformed);
        return read(text.startsWith("\uFEFF") ? text.substring(1) : text);
    }

    private static ApiError malformed() {
        return ApiError.badRequest("That is not well-formed JSON.");
    }
}
