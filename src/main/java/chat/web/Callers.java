package chat.web;

import io.javalin.http.Context;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Predicate;

/**
 * What the routes ask about callers.
 *
 * @param bySession finds the caller by the request's cookie
 */
public record Callers(Function<Context, Optional<Caller>> bySession, Predicate<Caller> isAdministrator) {}
