package dev.lakegate.bench.load;

import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;

/// Linux lets a thread sleep 50 µs longer than it asked for, which would be half of what is measured here.
final class TimerSlack {
    /// `PR_SET_TIMERSLACK` of prctl(2).
    private static final int SET_TIMER_SLACK = 29;

    private static final long ONE_NANOSECOND = 1;

    private TimerSlack() {}

    /// Of the calling thread, from now on.
    @SuppressWarnings("restricted")
    static void none() {
        Linker linker = Linker.nativeLinker();
        MethodHandle prctl = linker.downcallHandle(
                linker.defaultLookup().find("prctl").orElseThrow(),
                FunctionDescriptor.of(ValueLayout.JAVA_INT, ValueLayout.JAVA_INT, ValueLayout.JAVA_LONG),
                Linker.Option.firstVariadicArg(1));
        try {
            int status = (int) prctl.invokeExact(SET_TIMER_SLACK, ONE_NANOSECOND);
            if (status != 0) {
                throw new IllegalStateException("the timer slack could not be set");
            }
        } catch (RuntimeException | Error failure) {
            throw failure;
        } catch (Throwable impossible) {
            throw new IllegalStateException(impossible);
        }
    }
}
