package dev.lakegate.audit.trace;

import dev.lakegate.audit.trace.LocalLine.Started;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// What is known of one request.
///
/// @param local    empty when this machine's log has no line of it
/// @param gateway  more than one where it was sent once more; empty without the gateway's log
/// @param timeline of both
/// @param missing  what could not be told, and why, each a sentence for people
public record TracedRequest(
        Optional<LocalLine> local, List<GatewayLine> gateway, Timeline timeline, List<String> missing) {
    public TracedRequest {
        gateway = List.copyOf(gateway);
        missing = List.copyOf(missing);
    }

    /// @param isGatewayLogGiven whether the gateway's lines were looked for
    static TracedRequest of(Optional<LocalLine> local, List<GatewayLine> gateway, boolean isGatewayLogGiven) {
        Timeline timeline = Timeline.of(local, gateway);
        List<String> missing = new ArrayList<>();
        local.ifPresent(line -> missingOf(line, missing));
        if (local.isEmpty()) {
            missing.add("This machine's log has no line of it: it came from another machine, was no request of a"
                    + " client's, or its line is gone (lakegate audit verify --gateway-log FILE).");
        } else if (local.get().isRefusal()) {
            missing.add("The proxy answered it itself, so that neither the gateway nor the workspace saw it.");
        } else if (!isGatewayLogGiven) {
            missing.add("The gateway's log was not given, so that nothing is known of the time there and at the"
                    + " workspace: --gateway-log FILE.");
        } else if (gateway.isEmpty()) {
            missing.add("The gateway's log, as it was given, has no line of it.");
        }
        timeline.skew()
                .ifPresent(skew -> missing.add("The gateway's clock and this machine's differ, by "
                        + skew.abs().toMillis() + " ms or more; its part is shown where it must have been."));
        return new TracedRequest(local, gateway, timeline, missing);
    }

    private static void missingOf(LocalLine line, List<String> missing) {
        if (!line.isIntact()) {
            missing.add("The line, or the one before it, was changed after it was written (" + line.file() + ", line "
                    + line.line() + "): what it says is not to be believed; see lakegate audit verify.");
        }
        if (line.program().flatMap(Started::host).isEmpty()) {
            missing.add("The machine has no name in the log: no line 'start' with one is kept from before.");
        }
        if (!line.members().has("client")) {
            missing.add("The process is not known: it is looked for on routes with admission = \"key-or-same-user\".");
        }
    }

    /// When it began; for one that the gateway's log alone knows, by the gateway's clock.
    public Instant began() {
        return local.map(LocalLine::began)
                .orElseGet(() -> gateway.isEmpty()
                        ? Instant.EPOCH
                        : gateway.getFirst()
                                .ended()
                                .minusMillis(Math.max(0, gateway.getFirst().millis("total"))));
    }

    /// What this machine's line says, else the gateway's under its own name.
    private Optional<String> either(String inTheLocal, String inTheGateways) {
        return local.flatMap(line -> line.text(inTheLocal))
                .or(() -> lastOfTheGateway().flatMap(line -> line.text(inTheGateways)));
    }

    /// That which answered, where it was sent once more.
    public Optional<GatewayLine> lastOfTheGateway() {
        return gateway.isEmpty() ? Optional.empty() : Optional.of(gateway.getLast());
    }

    public String requestId() {
        return either("request_id", "prid").or(this::gatewayRequestId).orElse("");
    }

    public Optional<String> gatewayRequestId() {
        return either("gateway_request_id", "rid");
    }

    public Optional<String> traceId() {
        return local.flatMap(line -> line.text("trace_id"))
                .or(() -> lastOfTheGateway().map(GatewayLine::traceId).filter(id -> !id.isEmpty()));
    }

    public String method() {
        return either("method", "method").orElse("?");
    }

    public String path() {
        return either("path", "path").orElse("?");
    }

    /// As the client got it; 0 when it had gone before.
    public long status() {
        return local.map(line -> line.number("status"))
                .or(() -> lastOfTheGateway()
                        .map(line -> line.members().path("status").asLong(0)))
                .orElse(0L);
    }

    public Optional<String> person() {
        return either("person", "user");
    }

    /// Whom the workspace knows the person as.
    public Optional<String> principal() {
        return either("principal", "principal");
    }

    public Optional<String> rule() {
        return either("rule", "rule");
    }

    /// That answered; the gateway names none where it answered itself.
    public Optional<String> node() {
        return either("node", "node").filter(node -> !node.startsWith("<"));
    }

    public Optional<String> host() {
        return local.flatMap(LocalLine::program).flatMap(Started::host);
    }

    /// Of the machine, as `python3.13 (pid 4321)`.
    public Optional<String> process() {
        return local.map(line -> line.members().path("client"))
                .filter(client -> client.has("program"))
                .map(client -> client.path("program").asString("?") + " (pid "
                        + client.path("pid").asLong(0) + ")");
    }

    /// Why the client got no answer of the workspace's.
    public Optional<String> reason() {
        return local.flatMap(line -> line.text("problem")).or(() -> either("denial", "deny"));
    }
}
