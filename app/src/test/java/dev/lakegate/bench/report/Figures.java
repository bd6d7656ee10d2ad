package dev.lakegate.bench.report;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// All that was measured: of each case, each measure, each peer a figure a round.
///
/// @param machine what it was measured on, and with which versions, by name
/// @param cases   in their order
public record Figures(String date, Map<String, String> machine, List<Of> cases) {
    /// One case's.
    ///
    /// @param id     as it is named in commands
    /// @param about  what was done
    /// @param failed by peer, why it has no figures
    public record Of(String id, String about, List<Series> series, Map<String, String> failed) {
        public static Of of(String id, String about) {
            return new Of(id, about, new ArrayList<>(), new LinkedHashMap<>());
        }

        /// Adds one figure.
        public void add(Measure measure, String peer, double figure) {
            Series found = series.stream()
                    .filter(each -> each.measure().equals(measure))
                    .findFirst()
                    .orElseGet(() -> {
                        Series added = new Series(measure, new LinkedHashMap<>());
                        series.add(added);
                        return added;
                    });
            found.rounds().computeIfAbsent(peer, _ -> new ArrayList<>()).add(figure);
        }

        /// The one of that name.
        public Optional<Series> named(String measure) {
            return series.stream()
                    .filter(each -> each.measure().name().equals(measure))
                    .findFirst();
        }
    }

    /// One measure's.
    ///
    /// @param rounds by peer, in the order in which they were measured
    public record Series(Measure measure, Map<String, List<Double>> rounds) {
        /// Of that peer; empty when it has none.
        public Optional<Spread> of(String peer) {
            return Optional.ofNullable(rounds.get(peer)).map(Spread::of);
        }

        /// How much one peer's median is of another's; empty when one has none.
        public Optional<Double> ratio(String peer, String to) {
            return of(peer).flatMap(mine ->
                    of(to).filter(other -> other.median() > 0).map(other -> mine.median() / other.median()));
        }
    }

    /// Of the rounds.
    public record Spread(double least, double median, double most) {
        static Spread of(List<Double> figures) {
            List<Double> sorted = figures.stream().sorted().toList();
            int middle = sorted.size() / 2;
            double median =
                    sorted.size() % 2 == 1 ? sorted.get(middle) : (sorted.get(middle - 1) + sorted.get(middle)) / 2;
            return new Spread(sorted.getFirst(), median, sorted.getLast());
        }
    }

    /// The case of that name.
    public Optional<Of> named(String id) {
        return cases.stream().filter(each -> each.id().equals(id)).findFirst();
    }
}
