package dev.lakegate.gateway.policy;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// All people of an issuer with such verified addresses.
///
/// @param email    the whole address, small letters
/// @param identity with `\1` to `\9` for its groups
public record MappedDomain(int line, String issuer, Pattern email, String identity) {
    /// Whom an address stands for.
    public Optional<String> identityOf(String address) {
        Matcher match = email.matcher(address);
        if (!match.matches()) {
            return Optional.empty();
        }
        StringBuilder result = new StringBuilder();
        for (int at = 0; at < identity.length(); at++) {
            char here = identity.charAt(at);
            if (here == '\\') {
                String group = match.group(identity.charAt(++at) - '0');
                result.append(group == null ? "" : group);
            } else {
                result.append(here);
            }
        }
        return Optional.of(result.toString());
    }
}
