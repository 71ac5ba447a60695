package chat.feature;

import chat.db.Database;
import chat.realtime.Background;
import chat.realtime.Hub;
import chat.web.Budgets;
import chat.web.Pages;
import chat.web.RateLimits;
import java.time.Clock;

/**
 * The services that all features share.
 *
 * @param clock the system's clock, for timestamps. It can be set to another time
 * @param steady a clock that is never set, for durations
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
