package dev.lakegate.model;

import java.net.URI;
import java.util.List;

/// Why a gateway was not joined.
public sealed interface JoinProblem extends Problem {

    /// What was typed is no origin that could be joined.
    ///
    /// @param reason why what was typed is no gateway's address, in a clause
    record GatewayAddressInvalid(String reason) implements JoinProblem {
        @Override
        public Text text() {
            return new Text(
                    "gateway_address_invalid",
                    "That is not the address of a gateway: " + reason + ".",
                    "Write its origin alone, such as 'lakegate join https://lakegate.acme.example'.");
        }
    }

    /// Nobody offers anything there.
    ///
    /// @param reason what was there instead of a descriptor, in a clause
    record DescriptorAbsent(URI gateway, String reason) implements JoinProblem {
        @Override
        public Text text() {
            return new Text(
                    "descriptor_absent",
                    "There is no Lakegate descriptor at " + gateway + "/.well-known/lakegate: " + reason + ".",
                    "Compare the address with the one you were given, or ask the network team for it.");
        }
    }

    /// What is offered there is not fit to be written.
    ///
    /// @param reasons each fault that was found, in a clause
    record DescriptorRefused(URI gateway, List<String> reasons) implements JoinProblem {
        public DescriptorRefused {
            reasons = List.copyOf(reasons);
        }

        @Override
        public Text text() {
            return new Text(
                    "descriptor_refused",
                    "What " + gateway + " offers is not accepted, and nothing was written:" + System.lineSeparator()
                            + "  " + String.join(System.lineSeparator() + "  ", reasons),
                    "Tell the network team; do not join it by other means.");
        }
    }

    /// The gateway's issuers lead to the same workspaces, so one of them has to be chosen.
    record ProfileToChoose(URI gateway, List<String> offered) implements JoinProblem {
        public ProfileToChoose {
            offered = List.copyOf(offered);
        }

        @Override
        public Text text() {
            return new Text(
                    "profile_to_choose",
                    "People of " + String.join(", ", offered) + " may use " + gateway + ", for the same workspaces.",
                    "Say which is yours, such as 'lakegate join " + gateway + " --profile " + offered.getFirst()
                            + "'.");
        }
    }

    /// The administrator permits other gateways alone.
    record GatewayNotPermitted(URI gateway, List<String> permitted) implements JoinProblem {
        public GatewayNotPermitted {
            permitted = List.copyOf(permitted);
        }

        @Override
        public Text text() {
            return new Text(
                    "gateway_not_permitted",
                    "The administrator of this machine does not permit the gateway " + gateway + ", only "
                            + String.join(", ", permitted) + ".",
                    "Join one of these, or have the administrator add it to join.gateways.");
        }
    }

    /// `--yes`, and no administrator who has said which gateway is meant.
    record JoinNotPinned(URI gateway) implements JoinProblem {
        @Override
        public Text text() {
            return new Text(
                    "join_not_pinned",
                    "With --yes nobody would look at what " + gateway + " offers.",
                    "Answer at a terminal, without --yes, or have the administrator name the gateway in join.gateways of the managed lakegate.toml.");
        }
    }

    /// Another gateway wants the tokens of a client that belongs to a known one.
    ///
    /// @param known where they are sent so far
    record GatewayChanged(URI gateway, ProfileName profile, URI known) implements JoinProblem {
        @Override
        public Text text() {
            return new Text(
                    "gateway_changed",
                    "The gateway " + gateway + " asks for the very tokens that profile '" + profile + "' sends to "
                            + known + ": issuer and client are the same.",
                    "Report it unless the network team has told you of the move; then the administrator names the new gateway in join.gateways, or you remove the old profile from lakegate.toml.");
        }
    }
}
