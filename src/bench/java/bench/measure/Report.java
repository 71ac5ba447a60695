package bench.measure;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.LinkedHashMap;
import java.util.Map;

/** The figures of a run in the order in which they were added, as a table for people and as a line of JSON. */
public final class Report {
    private final Map<String, Object> values = new LinkedHashMap<>();

    public Report(String bench) {
        values.put("bench", bench);
    }

    public Report text(String name, String value) {
        values.put(name, value);
        return this;
    }

    public Report number(String name, long value) {
        values.put(name, value);
        return this;
    }

    public Report number(String name, double value, int decimals) {
        boolean isFinite = Double.isFinite(value);
        values.put(name, isFinite ? BigDecimal.valueOf(value).setScale(decimals, RoundingMode.HALF_UP) : null);
        return this;
    }

    public boolean has(String name) {
        return values.containsKey(name);
    }

    public double number(String name) {
        return ((Number) values.get(name)).doubleValue();
    }

    public void print(PrintStream out) {
        values.forEach((name, value) -> out.printf("%-32s %s%n", name, format(value)));
        out.println();
    }

    private static String format(Object value) {
        if (value instanceof BigDecimal decimal) {
            return String.format("%,." + decimal.scale() + "f", decimal);
        }
        return value instanceof Long number ? String.format("%,d", number) : String.valueOf(value);
    }

    /** Appends the report to a file as a line of JSON. */
    public void appendTo(Path file) {
        try {
            Files.writeString(
                    file,
                    new ObjectMapper().writeValueAsString(values) + "\n",
                    StandardOpenOption.CREATE,
                    StandardOpenOption.APPEND);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
