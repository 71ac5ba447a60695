package chat.legacy;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.time.temporal.TemporalAccessor;
import java.util.Optional;

/** Parses times as the Python version stores them: {@code 2026-11-22 16:29:43} in UTC, perhaps with a fraction. */
final class Timestamps {
    private static final DateTimeFormatter FORMAT = new DateTimeFormatterBuilder()
            .append(DateTimeFormatter.ISO_LOCAL_DATE)
            .appendPattern("['T'][ ]")
            .append(DateTimeFormatter.ISO_LOCAL_TIME)
            .appendPattern("[XXX]")
            .toFormatter();

    private Timestamps() {}

    static Optional<Instant> parse(String text) {
        if (text == null) {
            return Optional.empty();
        }
        try {
            TemporalAccessor time = FORMAT.parseBest(text.strip(), Instant::from, LocalDateTime::from);
            return Optional.of(time instanceof LocalDateTime local ? local.toInstant(ZoneOffset.UTC) : (Instant) time);
        } catch (DateTimeException e) {
            return Optional.empty();
        }
    }
}
