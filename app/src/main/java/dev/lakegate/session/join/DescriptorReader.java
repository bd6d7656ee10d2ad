package dev.lakegate.session.join;

import dev.lakegate.config.AddressForm;
import dev.lakegate.config.Form;
import dev.lakegate.model.JoinProblem.DescriptorAbsent;
import dev.lakegate.model.JoinProblem.DescriptorRefused;
import dev.lakegate.model.ProblemException;
import dev.lakegate.model.ProfileName;
import dev.lakegate.model.ReleaseNumber;
import dev.lakegate.model.RouteName;
import dev.lakegate.session.join.Descriptor.OfferedProfile;
import dev.lakegate.session.join.Descriptor.OfferedRoute;
import java.net.URI;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// Judges the form of a descriptor, which may be hostile: no reason repeats a text of it that was not checked.
/// What its
/// values mean is judged by who reads `lakegate.toml`.
final class DescriptorReader {
    private static final int MAX_PROFILES = 16;

    /// A member given twice has no one value.
    private static final JsonMapper JSON = JsonMapper.builder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .build();

    private final URI gateway;
    private final List<String> reasons = new ArrayList<>();

    /// @param gateway the origin that served it
    DescriptorReader(URI gateway) {
        this.gateway = gateway;
    }

    /// Throws a problem with every fault that there is.
    Descriptor read(String body) throws ProblemException {
        DescriptorMembers document = new DescriptorMembers("", tree(body), reasons);
        requireVersion(document);
        requireResource(document);
        List<OfferedProfile> profiles = new ArrayList<>();
        List<DescriptorMembers> offers = document.objects("profiles", MAX_PROFILES);
        if (offers.isEmpty() && reasons.isEmpty()) {
            reasons.add("it offers no profile");
        }
        offers.forEach(offer -> profile(offer).ifPresent(profiles::add));
        refuseTwins(profiles);
        Optional<ReleaseNumber> release =
                document.optionalObject("client").flatMap(client -> client.optionalRelease("version"));
        refuseIfAny();
        return new Descriptor(profiles, release);
    }

    private JsonNode tree(String body) throws ProblemException {
        JsonNode tree;
        try {
            tree = JSON.readTree(body);
        } catch (JacksonException malformed) {
            reasons.add("it is not well-formed JSON, or gives a member twice"
                    + Optional.ofNullable(malformed.getLocation())
                            .map(place -> " (line " + place.getLineNr() + ", column " + place.getColumnNr() + ")")
                            .orElse(""));
            throw refusal();
        }
        if (tree.isMissingNode()) {
            throw new ProblemException(new DescriptorAbsent(gateway, "the answer is empty"));
        }
        if (!tree.isObject() || !(tree.has("version") || tree.has("profiles"))) {
            throw new ProblemException(new DescriptorAbsent(gateway, "the JSON that is there is something else"));
        }
        return tree;
    }

    /// What a later version means by its members is not known.
    private void requireVersion(DescriptorMembers document) throws ProblemException {
        Optional<Integer> version = document.number("version");
        if (version.isPresent() && version.get() != Descriptor.VERSION) {
            reasons.add("it is of version " + version.get() + ", and this Lakegate reads version " + Descriptor.VERSION
                    + " alone; a newer Lakegate may read it");
        }
        refuseIfAny();
    }

    /// RFC 9728 §3.3: else one server could speak for another.
    private void requireResource(DescriptorMembers document) {
        document.text("resource").ifPresent(resource -> {
            try {
                URI named = GatewayOrigin.canonical(AddressForm.httpsOrigin().parse(resource));
                if (!named.equals(gateway)) {
                    reasons.add("'resource' is " + named + ", and it came from " + gateway);
                }
            } catch (Form.Mismatch mismatch) {
                reasons.add("'resource' is not " + mismatch.expected());
            }
        });
    }

    private Optional<OfferedProfile> profile(DescriptorMembers offer) {
        Optional<String> name = offer.name("name", ProfileName.FORM);
        offer.keep("provider", offer.text("provider"));
        Optional<String> issuer = offer.text("issuer");
        issuer.filter(this::wouldLeaveTheMachineOpen)
                .ifPresent(_ -> offer.fault("issuer", "is plain http, and the gateway is not on this machine"));
        offer.keep("issuer", issuer);
        offer.keep("client_id", offer.text("client_id"));
        offer.keep("audience", offer.text("audience"));
        offer.keep("scopes", offer.optionalTexts("scopes"));
        offer.keep("audience_parameter", offer.optionalText("audience_parameter"));
        offer.keep("identity_token", offer.optionalText("identity_token"));
        offer.keep("identity_field", offer.optionalText("identity_field"));
        offer.keep("redirect_ports", offer.optionalPorts("redirect_ports"));
        List<OfferedRoute> routes = new ArrayList<>();
        offer.optionalObjects("routes").forEach(route -> route(route).ifPresent(routes::add));
        return name.map(ProfileName::new).map(known -> new OfferedProfile(known, offer.kept(), routes));
    }

    private Optional<OfferedRoute> route(DescriptorMembers offer) {
        Optional<String> name = offer.name("name", RouteName.FORM);
        offer.keep("workspace", offer.text("workspace"));
        offer.keep("credential", offer.optionalText("credential"));
        offer.keep("service_principal", offer.optionalText("service_principal"));
        Optional<Integer> port = offer.optionalPort("port");
        return name.map(RouteName::new).map(known -> new OfferedRoute(known, offer.kept(), port));
    }

    /// A distant gateway must not have people sign in at whatever listens on their own machine.
    private boolean wouldLeaveTheMachineOpen(String issuer) {
        return issuer.startsWith("http:") && !AddressForm.isLoopback(gateway);
    }

    private void refuseTwins(List<OfferedProfile> profiles) {
        Set<String> seen = new HashSet<>();
        for (OfferedProfile profile : profiles) {
            if (!seen.add("profile " + profile.name())) {
                reasons.add("profile '" + profile.name() + "' is offered twice");
            }
            if (!seen.add("issuer " + profile.issuer())) {
                reasons.add("the issuer of profile '" + profile.name() + "' has a profile already");
            }
            for (OfferedRoute route : profile.routes()) {
                if (!seen.add("route " + profile.name() + ' ' + route.name())) {
                    reasons.add("route '" + route.name() + "' is offered twice");
                }
            }
        }
    }

    private void refuseIfAny() throws ProblemException {
        if (!reasons.isEmpty()) {
            throw refusal();
        }
    }

    private ProblemException refusal() {
        return new ProblemException(new DescriptorRefused(gateway, reasons));
    }
}
