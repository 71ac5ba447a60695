package chat.feature;

import chat.db.Database;
import chat.realtime.Background;
import chat.realtime.Hub;
import chat.web.Budgets;
import chat.web.Pages;
import chat.web.RateLimits;
import java.time.Clock;

/**
 * What every feature is built on.
 *
 * @param clock the time of day, which somebody may set
 * @param steady a clock that is never set, for how long something lasts
 */
public record Base(
        Database database,
        Hub hub,
        Background background,
        RateLimits limits,
        Budgets budgets,
        Pages pages,
        Clock clock,
        Clock steady) {}
