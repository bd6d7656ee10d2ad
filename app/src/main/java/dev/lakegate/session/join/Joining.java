package dev.lakegate.session.join;

import dev.lakegate.config.Configuration;
import dev.lakegate.config.ConfigurationLoader;
import dev.lakegate.config.Locations;
import dev.lakegate.config.Profile;
import dev.lakegate.config.outbound.NetworkSettings;
import dev.lakegate.config.toml.TomlText.NotEditable;
import dev.lakegate.model.ConfigurationProblem;
import dev.lakegate.model.JoinProblem.DescriptorRefused;
import dev.lakegate.model.JoinProblem.GatewayChanged;
import dev.lakegate.model.JoinProblem.GatewayNotPermitted;
import dev.lakegate.model.JoinProblem.JoinNotPinned;
import dev.lakegate.model.JoinProblem.ProfileToChoose;
import dev.lakegate.model.Phrase;
import dev.lakegate.model.ProblemException;
import dev.lakegate.model.ProgramProblem.ConfigurationInvalid;
import dev.lakegate.model.ProgramProblem.LocalFailure;
import dev.lakegate.model.ProgramProblem.UnknownProfile;
import dev.lakegate.model.Reason;
import dev.lakegate.network.TrustRoots;
import dev.lakegate.session.join.Descriptor.OfferedProfile;
import dev.lakegate.session.join.Descriptor.OfferedRoute;
import dev.lakegate.session.join.JoinPlan.Change;
import dev.lakegate.session.join.JoinPlan.Offer;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/// Joins a gateway: what it offers becomes profiles of the person's `lakegate.toml`, once they have seen it.
public final class Joining {
    private final Locations locations;
    private final Map<String, String> environment;

    /// For this machine's files and this process's environment.
    public Joining(Locations locations, Map<String, String> environment) {
        this.locations = locations;
        this.environment = environment;
    }

    /// Whether somebody looks at the plan before it is carried out.
    public enum Consent {
        ASKED,
        /// Only where the administrator has said which gateway is meant.
        GIVEN_BEFOREHAND
    }

    /// Fetches what the gateway offers and works out what that would change; writes nothing. Blocks on the
    /// network, for ten seconds at most. Throws a problem when the gateway may not be joined or its offer is
    /// not to be accepted.
    ///
    /// @param address as typed: the gateway's origin
    /// @param caFile  the authority of the gateway's certificate, where the Java runtime knows it not
    /// @param profile which one, of a gateway that offers several for the same workspaces
    public JoinPlan plan(String address, Optional<Path> caFile, Optional<String> profile, Consent consent)
            throws ProblemException {
        URI gateway = GatewayOrigin.of(address);
        Configuration now = onDisk().loadBeforeJoining();
        requirePermission(gateway, now, consent);

        Optional<Path> authority = caFile.map(file -> file.toAbsolutePath().normalize());
        NetworkSettings network = new ConfigurationLoader(locations, environment, Map.of())
                .loadBeforeJoining()
                .network();
        TrustRoots trustRoots = TrustRoots.with(network, authority.or(() -> authorityOf(gateway, now)));
        Descriptor descriptor = chosen(gateway, new DescriptorFetch(network).fetch(gateway, trustRoots), profile, now);

        List<OfferedProfile> wanted = new ArrayList<>();
        for (OfferedProfile offer : descriptor.profiles()) {
            if (!now.join().administrated().contains(offer.name())) {
                refuseTakeover(gateway, offer, now);
                wanted.add(offer);
            }
        }
        Optional<String> before = textNow();
        String after = merged(new MergedFile(before.orElse(""), now), gateway, authority, wanted);
        Configuration then = accepted(gateway, after);
        List<Offer> offers = descriptor.profiles().stream()
                .map(offer -> offer(offer, now, then))
                .toList();
        return new JoinPlan(
                gateway,
                locations.configFile(),
                before,
                after,
                offers,
                then.profiles().size());
    }

    /// All that are offered, or one of those that lead to the same workspaces: the one that was asked for, or
    /// is joined already.
    private static Descriptor chosen(URI gateway, Descriptor offered, Optional<String> wanted, Configuration now)
            throws ProblemException {
        List<String> names =
                offered.profiles().stream().map(each -> each.name().value()).toList();
        if (wanted.isPresent() && !names.contains(wanted.get())) {
            throw new ProblemException(new UnknownProfile(wanted.get(), names));
        }
        long routes = offered.profiles().stream()
                .flatMap(each -> each.routes().stream())
                .map(OfferedRoute::name)
                .distinct()
                .count();
        long all = offered.profiles().stream()
                .mapToLong(each -> each.routes().size())
                .sum();
        if (wanted.isEmpty() && routes == all) {
            return offered;
        }
        List<OfferedProfile> kept = offered.profiles().stream()
                .filter(each -> wanted.map(each.name().value()::equals)
                        .orElseGet(() -> now.profile(each.name())
                                .filter(known ->
                                        GatewayOrigin.canonical(known.gateway()).equals(gateway))
                                .isPresent()))
                .toList();
        if (kept.size() != 1) {
            throw new ProblemException(new ProfileToChoose(gateway, names));
        }
        return new Descriptor(kept, offered.release());
    }

    private static void requirePermission(URI gateway, Configuration now, Consent consent) throws ProblemException {
        List<URI> pinned = now.join().gateways();
        if (pinned.isEmpty() && consent == Consent.GIVEN_BEFOREHAND) {
            throw new ProblemException(new JoinNotPinned(gateway));
        }
        if (!pinned.isEmpty() && !isPinned(gateway, now)) {
            throw new ProblemException(new GatewayNotPermitted(
                    gateway, pinned.stream().map(URI::toString).toList()));
        }
    }

    /// Tokens of one client go to one gateway, unless the administrator says otherwise.
    private static void refuseTakeover(URI gateway, OfferedProfile offer, Configuration now) throws ProblemException {
        for (Profile known : now.profiles()) {
            if (isSameClient(offer, known)
                    && !GatewayOrigin.canonical(known.gateway()).equals(gateway)
                    && !isPinned(gateway, now)
                    && !isAdministrated(offer, gateway, now)) {
                throw new ProblemException(new GatewayChanged(gateway, known.name(), known.gateway()));
            }
        }
    }

    private static boolean isPinned(URI gateway, Configuration now) {
        return now.join().gateways().stream().map(GatewayOrigin::canonical).anyMatch(gateway::equals);
    }

    private static boolean isAdministrated(OfferedProfile offer, URI gateway, Configuration now) {
        return now.profiles().stream()
                .filter(known -> now.join().administrated().contains(known.name()))
                .anyMatch(known -> isSameClient(offer, known)
                        && GatewayOrigin.canonical(known.gateway()).equals(gateway));
    }

    private static boolean isSameClient(OfferedProfile offer, Profile known) {
        return offer.clientId().equals(known.clientId())
                && alike(offer.issuer()).equals(alike(known.issuer().toString()));
    }

    /// An issuer without what a provider may well overlook.
    private static String alike(String issuer) {
        return issuer.toLowerCase(Locale.ROOT)
                .replaceFirst("^(https://[^/]*):443(?=/|$)", "$1")
                .replaceFirst("/+$", "");
    }

    static Optional<Path> authorityOf(URI gateway, Configuration now) {
        return now.profiles().stream()
                .filter(known -> GatewayOrigin.canonical(known.gateway()).equals(gateway))
                .flatMap(known -> known.caFile().stream())
                .findFirst();
    }

    private Optional<String> textNow() throws ProblemException {
        try {
            return JoinPlan.textOf(locations.configFile());
        } catch (IOException failure) {
            throw new ProblemException(new LocalFailure("read " + locations.configFile(), Reason.of(failure)), failure);
        }
    }

    private String merged(MergedFile file, URI gateway, Optional<Path> authority, List<OfferedProfile> wanted)
            throws ProblemException {
        try {
            for (OfferedProfile offer : wanted) {
                file.join(offer, gateway, authority);
            }
            return file.text();
        } catch (NotEditable inline) {
            throw new ProblemException(new ConfigurationInvalid(List.of(new ConfigurationProblem(
                    Phrase.verbatim(locations.configFile().toString()),
                    inline.what(),
                    Phrase.of("setting.inline.remedy.join", inline.table())))));
        }
    }

    /// By the very code that reads the file later; a fault of the environment is no fault of the gateway's.
    private Configuration accepted(URI gateway, String text) throws ProblemException {
        Configuration then;
        try {
            then = onDisk().loadWith(text);
        } catch (ProblemException failure) {
            throw failure.problem() instanceof ConfigurationInvalid invalid
                    ? new ProblemException(new DescriptorRefused(gateway, invalid.lines()), failure)
                    : failure;
        }
        new ConfigurationLoader(locations, environment, Map.of()).loadWith(text);
        return then;
    }

    private static Offer offer(OfferedProfile offer, Configuration now, Configuration then) {
        if (now.join().administrated().contains(offer.name())) {
            return new Offer.Administrated(offer.name());
        }
        Profile after = then.profile(offer.name()).orElseThrow();
        Optional<Profile> before = now.profile(offer.name());
        if (before.isEmpty()) {
            return new Offer.New(after);
        }
        List<Change> changes = ProfileFacts.differences(before.get(), after);
        return changes.isEmpty() ? new Offer.Unchanged(after) : new Offer.Changed(after, changes);
    }

    /// What the files say, whatever this shell's environment adds.
    private ConfigurationLoader onDisk() {
        return new ConfigurationLoader(locations, Map.of(), Map.of());
    }
}
