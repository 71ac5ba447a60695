package chat.feature;

import chat.db.Database;
import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.util.List;
import java.util.function.BooleanSupplier;
import org.jdbi.v3.core.HandleCallback;

/**
 * Writes the data that a user downloads as one JSON object. Rows are read and written page by page. Only one page is in
 * memory at a time, and a slow download holds no database connection. For one thread.
 */
public final class Export {
    private static final int PAGE = 200;

    private final long userId;
    private final Database database;
    private final JsonGenerator json;
    private final BooleanSupplier mayContinue;

    /** @param mayContinue checked before each read, because a slow download can outlast its session */
    public Export(long userId, Database database, JsonGenerator json, BooleanSupplier mayContinue) {
        this.userId = userId;
        this.database = database;
        this.json = json;
        this.mayContinue = mayContinue;
    }

    public long userId() {
        return userId;
    }

    public void field(String name, Object value) throws IOException {
        json.writePOJOField(name, value);
    }

    public <T> T read(HandleCallback<T, RuntimeException> query) throws IOException {
        if (!mayContinue.getAsBoolean()) {
            throw new IOException("The session has ended");
        }
        return database.read(query);
    }

    /** Reads the page of at most {@code limit} rows after {@code last}, which is null for the first page. */
    @FunctionalInterface
    public interface Pages<T> {
        List<T> after(T last, int limit) throws IOException;
    }

    /** Writes one element of a list. */
    @FunctionalInterface
    public interface Writer<T> {
        void write(T row) throws IOException;
    }

    /** Writes a field with a list of all rows. */
    public <T> void list(String name, Pages<T> pages) throws IOException {
        list(name, pages, json::writePOJO);
    }

    /** Writes a field with a list. The writer is called once for each row. */
    public <T> void list(String name, Pages<T> pages, Writer<T> writer) throws IOException {
        json.writeArrayFieldStart(name);
        List<T> page = List.of();
        do {
            page = pages.after(page.isEmpty() ? null : page.get(page.size() - 1), PAGE);
            for (T row : page) {
                writer.write(row);
            }
        } while (page.size() == PAGE);
        json.writeEndArray();
    }

    /** Writes the fields of one object. */
    @FunctionalInterface
    public interface Fields {
        void write() throws IOException;
    }

    /** Writes one element of a list as an object. */
    public void object(Fields fields) throws IOException {
        json.writeStartObject();
        fields.write();
        json.writeEndObject();
    }
}
