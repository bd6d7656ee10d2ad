package dev.lakegate.diagnosis.network;

import dev.lakegate.model.Phrase;
import java.security.cert.X509Certificate;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/// Products that open TLS connections on their way and answer with certificates of their own, and the words by which
/// those certificates' issuers are known.
@SuppressWarnings("ImmutableEnumChecker") // a phrase does not change
enum InspectingProxy {
    ZSCALER("Zscaler", "zscaler"),
    NETSKOPE("Netskope", "netskope|goskope"),
    SYMANTEC("Symantec (Blue Coat)", "blue coat|bluecoat|symantec web security|cloud swg"),
    PALO_ALTO("Palo Alto Networks", "palo alto|paloalto|prisma access"),
    FORTINET("Fortinet", "fortinet|fortigate"),
    CISCO("Cisco Umbrella", "cisco umbrella|cisco secure access|opendns"),
    SKYHIGH("Skyhigh (McAfee)", "mcafee|skyhigh|trellix web gateway"),
    FORCEPOINT("Forcepoint", "forcepoint|websense"),
    SOPHOS("Sophos", "sophos"),
    CHECK_POINT("Check Point", "check point|checkpoint"),
    BARRACUDA("Barracuda", "barracuda"),
    CLOUDFLARE_GATEWAY("Cloudflare Gateway", "cloudflare for teams|gateway ca - cloudflare"),
    MENLO("Menlo Security", "menlo security"),
    IBOSS("iboss", "iboss"),
    CATO("Cato Networks", "cato networks"),
    SQUID("Squid", "squid proxy"),
    MITMPROXY("mitmproxy", "mitmproxy"),
    FIDDLER("Fiddler", "fiddler"),
    CHARLES("Charles", "charles proxy"),
    ANTIVIRUS(Phrase.of("doctor.tls.antivirus"), "avast web|avg web|kaspersky|eset ssl filter|bitdefender");

    private final Phrase product;
    private final String words;

    /// @param words of its issuers, in lower case, between bars
    InspectingProxy(String product, String words) {
        this(Phrase.verbatim(product), words);
    }

    InspectingProxy(Phrase product, String words) {
        this.product = product;
        this.words = words;
    }

    Phrase product() {
        return product;
    }

    /// The one whose name stands among the issuers of the chain.
    static Optional<InspectingProxy> in(List<X509Certificate> chain) {
        return chain.stream()
                .map(certificate ->
                        certificate.getIssuerX500Principal().getName().toLowerCase(Locale.ROOT))
                .flatMap(issuer -> Arrays.stream(values())
                        .filter(known -> Arrays.stream(known.words.split("\\|")).anyMatch(issuer::contains)))
                .findFirst();
    }
}
