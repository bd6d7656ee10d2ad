package dev.lakegate.bench;

import java.time.Duration;

/// Before anything is measured: as many as go through, until they grow no more. A compiler that shares two cores with
/// the load takes its time.
final class WarmUp {
    static final Duration STEP = Duration.ofSeconds(3);

    /// In which the upstream ends what is idle, as it will between rounds: that connections end and are opened anew is
    /// news to a compiler, who has left that out of what it made and makes it again, three or four times.
    private static final Duration REST = Duration.ofSeconds(4);

    /// Before them what a handshake computes may still be about to be compiled: a compiler sees to it after some 240
    /// handshakes and again after 300, of which 32 connections make 32 a step, and needs up to a second each time.
    private static final int LEAST_STEPS = 14;

    private static final int MOST_STEPS = 24;
    /// Of the best step before.
    private static final double GROWTH = 1.02;
    /// So many steps that are no better end it; one may be bad luck, and for two of them a compiler to whom the load
    /// leaves little may be at work on what comes next.
    private static final int NO_BETTER = 3;

    private WarmUp() {}

    /// One step's throughput.
    interface Step {
        double perSecond() throws Exception;
    }

    /// The best step's throughput. Blocks.
    static double by(Step step) throws Exception {
        return by(Duration.ZERO, step);
    }

    /// As the other, with a rest before each step.
    static double withRests(Step step) throws Exception {
        return by(REST, step);
    }

    private static double by(Duration rest, Step step) throws Exception {
        double best = 0;
        int noBetter = 0;
        for (int number = 0; number < MOST_STEPS && (number < LEAST_STEPS || noBetter < NO_BETTER); number++) {
            Thread.sleep(rest);
            double perSecond = step.perSecond();
            noBetter = perSecond < best * GROWTH ? noBetter + 1 : 0;
            best = Math.max(best, perSecond);
        }
        return best;
    }
}
