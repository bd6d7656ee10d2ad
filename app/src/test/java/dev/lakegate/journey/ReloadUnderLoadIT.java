package dev.lakegate.journey;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.UnixOperatingSystemMXBean;
import dev.lakegate.sandbox.Laptop;
import dev.lakegate.sandbox.Laptop.Outcome;
import dev.lakegate.sandbox.SteadyLoad;
import dev.lakegate.sandbox.SteadyLoad.Sample;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import javax.management.JMException;
import javax.management.ObjectName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/// Fifty reloads while clients ask: those of an untouched route notice nothing, and nothing of what has gone
/// is left.
@ExtendWith(StandardSandbox.class)
class ReloadUnderLoadIT extends WithSandbox {
    private static final int RELOADS = 50;

    @Test
    void no_request_of_an_untouched_route_fails_and_nothing_is_left_of_what_has_gone() throws Exception {
        long others = Held.now().profiles();
        Laptop laptop = laptop(sandbox.configuration() + "\n# $PORT_MORE\n");
        laptop.signIn("alice");
        String without = Files.readString(laptop.locations().configFile());
        String profile = without.substring(0, without.indexOf("[profile.acme.route"))
                .replace("profile.acme", "profile.umbrella");
        String with = without.replaceFirst("(?s)(route.dev].*)dev.lakegate.test", "$1prod.lakegate.test")
                + profile
                + """

                [profile.umbrella.route.more]
                port = %d
                workspace = "dev.lakegate.test"
                """.formatted(laptop.port("more"));
        reload(laptop, with);
        reload(laptop, without);
        await("what the first reloads left").until(() -> Held.now().profiles() <= others + 1);
        Held before = Held.now();

        CompletableFuture<List<Sample>> load = CompletableFuture.supplyAsync(() -> new SteadyLoad(
                        List.of(new SteadyLoad.Target(laptop.address("prod").resolve(ME), laptop.localKey("prod"))), 20)
                .during(Duration.ofSeconds(10)));
        for (int time = 0; time < RELOADS; time++) {
            reload(laptop, time % 2 == 0 ? with : without);
        }

        assertThat(load.join())
                .hasSize(200)
                .allSatisfy(sample -> assertThat(sample.failure()).isEmpty());
        await("what the reloads left").untilAsserted(() -> {
            Held after = Held.now();
            assertThat(after.profiles()).isEqualTo(before.profiles());
            assertThat(after.listeners()).isEqualTo(before.listeners());
            assertThat(after.routes()).isEqualTo(before.routes());
            // the pool has as many other threads as the load has wanted
            assertThat(after.selectors()).isEqualTo(before.selectors());
            // the load's own client has one
            assertThat(after.httpClients()).isLessThanOrEqualTo(before.httpClients() + 1);
            // of fifty listeners and fifty pools of connections
            assertThat(after.descriptors()).isLessThanOrEqualTo(before.descriptors() + 30);
        });
    }

    /// What the proxy of this process holds.
    private record Held(
            long profiles, long listeners, long routes, long selectors, long httpClients, long descriptors) {
        static Held now() throws JMException {
            String heap = (String) ManagementFactory.getPlatformMBeanServer()
                    .invoke(
                            new ObjectName("com.sun.management:type=DiagnosticCommand"),
                            "gcClassHistogram",
                            new Object[] {new String[0]},
                            new String[] {String[].class.getName()});
            return new Held(
                    instances(heap, "dev.lakegate.session.ProfileSession"),
                    instances(heap, "dev.lakegate.proxy.LoopbackConnector"),
                    instances(heap, "dev.lakegate.proxy.ProxyRoute"),
                    threads(thread -> thread.getName().startsWith("lakegate-proxy") && selects(thread)),
                    threads(thread -> thread.getName().endsWith("SelectorManager")),
                    ManagementFactory.getPlatformMXBean(UnixOperatingSystemMXBean.class)
                            .getOpenFileDescriptorCount());
        }

        private static long instances(String heap, String type) {
            return Pattern.compile("\\s(\\d+)\\s+\\d+\\s+" + Pattern.quote(type) + "\\s")
                    .matcher(heap)
                    .results()
                    .mapToLong(line -> Long.parseLong(line.group(1)))
                    .sum();
        }

        private static long threads(Predicate<Thread> which) {
            return Thread.getAllStackTraces().keySet().stream().filter(which).count();
        }

        private static boolean selects(Thread thread) {
            return Stream.of(thread.getStackTrace())
                    .anyMatch(frame -> frame.getClassName().startsWith("org.eclipse.jetty.io.ManagedSelector"));
        }
    }

    private static void reload(Laptop laptop, String configuration) throws IOException {
        Files.writeString(laptop.locations().configFile(), configuration);
        Outcome reload = say(laptop, "reload");
        assertThat(reload.status()).as(reload.err()).isZero();
        assertThat(reload.out()).contains("route more", "route dev", "profile umbrella");
    }
}
