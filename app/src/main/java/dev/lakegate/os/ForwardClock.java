package dev.lakegate.os;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.LongSupplier;

/// A clock that never goes back, nor slower than time passes: the wall clock, or what the monotonic clock has counted
/// since, whichever is later.
///
/// A wall clock that is set back does not make a token young again, and one that goes on in a sleeping machine, where
/// the monotonic clock stands, makes it as old as it is. The price: a wall clock that was ahead by mistake counts until
/// the program ends. Any thread may ask; nothing blocks.
public final class ForwardClock implements InstantSource {
    private final InstantSource wall;
    private final LongSupplier nanos;
    private final AtomicReference<Reading> latest;
    private Reading lastLook;

    /// Of this machine.
    public ForwardClock() {
        this(InstantSource.system(), System::nanoTime);
    }

    /// Of the two clocks given.
    ///
    /// @param nanos a monotonic clock of any origin, in nanoseconds
    public ForwardClock(InstantSource wall, LongSupplier nanos) {
        this.wall = wall;
        this.nanos = nanos;
        lastLook = read();
        latest = new AtomicReference<>(lastLook);
    }

    /// Both clocks at one moment.
    private record Reading(Instant wall, long nanos) {
        Instant movedTo(long laterNanos) {
            return wall.plusNanos(laterNanos - nanos);
        }
    }

    @Override
    public Instant instant() {
        Reading now = read();
        Reading known = latest.get();
        while (true) {
            Instant counted = known.movedTo(now.nanos);
            if (!now.wall.isAfter(counted)) {
                return counted;
            }
            if (latest.compareAndSet(known, now)) {
                return now.wall;
            }
            known = latest.get();
        }
    }

    /// By how much the wall clock has jumped since this was asked last, negative when it was set back; a slow drift
    /// never adds up to much. For one asker.
    public synchronized Duration jump() {
        Reading now = read();
        Duration jump = Duration.between(lastLook.movedTo(now.nanos), now.wall);
        lastLook = now;
        return jump;
    }

    /// The wall clock first: a thread that is held up between the two must not carry the clock ahead for good.
    private Reading read() {
        Instant at = wall.instant();
        return new Reading(at, nanos.getAsLong());
    }
}
