package chat.web;

import io.javalin.http.Context;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.LongConsumer;
import java.util.function.Predicate;

/**
 * What the routes ask about callers, and tell about them.
 *
 * @param bySession finds the caller by the request's cookie
 * @param onPage called with the id of each signed-in user who loads a page or sends a form
 */
public record Callers(
        Function<Context, Optional<Caller>> bySession, Predicate<Caller> isAdministrator, LongConsumer onPage) {}
