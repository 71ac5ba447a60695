package chat.testing;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;

/** A clock that runs with the system clock, ahead of it by the time that a test has let pass. */
public final class MutableClock extends Clock {
    private volatile Clock runs = Clock.systemUTC();
    private volatile Duration ahead = Duration.ZERO;
    private volatile Duration setBack = Duration.ZERO;

    /** Stops the clock, so that time passes only by {@link #pass}. */
    public MutableClock stop() {
        runs = Clock.fixed(runs.instant(), ZoneOffset.UTC);
        return this;
    }

    public void pass(Duration time) {
        ahead = ahead.plus(time);
    }

    /** Sets the clock back, as an administrator or a time server does. The steady clock does not change. */
    public void setBack(Duration time) {
        setBack = setBack.plus(time);
    }

    @Override
    public Instant instant() {
        return steady().instant().minus(setBack);
    }

    /** The same time, as if the clock had never been set back. */
    public Clock steady() {
        return new Clock() {
            @Override
            public Instant instant() {
                return runs.instant().plus(ahead);
            }

            @Override
            public ZoneId getZone() {
                return ZoneOffset.UTC;
            }

            @Override
            public Clock withZone(ZoneId zone) {
                throw new UnsupportedOperationException();
            }
        };
    }

    @Override
    public ZoneId getZone() {
        return ZoneOffset.UTC;
    }

    @Override
    public Clock withZone(ZoneId zone) {
        throw new UnsupportedOperationException();
    }
}
