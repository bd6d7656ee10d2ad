package dev.lakegate.sandbox;

import java.io.IOException;
import java.net.CookieManager;
import java.net.CookiePolicy;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import javax.net.ssl.SSLContext;

/// A person at a browser: follows redirects, keeps cookies, fills in the sandbox provider's forms and presses their
/// first button. Needs nothing but the JDK, so that a script can run it as the system's browser.
public final class Person {
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final int FORMS_LIMIT = 10;
    private static final int REDIRECTS_LIMIT = 20;
    private static final int NOT_REACHED = 0;

    private final String name;
    private final String password;
    private final HttpClient browser;
    private String reachable;

    public Person(String name, String password) {
        this(name, password, browser(HttpClient.newBuilder()));
    }

    /// A person whose browser trusts the sandbox's own certificates.
    public Person(String name, String password, SSLContext trust) {
        this(name, password, browser(HttpClient.newBuilder().sslContext(trust)));
    }

    private Person(String name, String password, HttpClient browser) {
        this.name = name;
        this.password = password;
        this.browser = browser;
    }

    private static HttpClient browser(HttpClient.Builder builder) {
        return builder.version(HttpClient.Version.HTTP_1_1)
                .cookieHandler(new CookieManager(null, CookiePolicy.ACCEPT_ALL))
                .build();
    }

    /// One of the sandbox's people, who knows the password.
    public static Person named(String name) {
        return new Person(name, name + "-password");
    }

    /// The same person at the same browser, with no idea of the password.
    public Person withoutPassword() {
        return new Person(name, "", browser);
    }

    /// What the browser shows in the end.
    public record Page(URI address, int status, String text) {}

    /// Opens an address and fills in each form on the way, the password once only. Blocks until a page comes that asks
    /// for nothing, or for the password again. Someone signed in by this browser already is not asked.
    public Page signIn(URI authorizationUrl) throws IOException {
        return fillIn(authorizationUrl, answers());
    }

    /// Enters the code that a device shows (RFC 8628), and signs in.
    public Page enterCode(URI address, String code) throws IOException {
        Map<String, String> answers = answers();
        answers.put("user_code", code);
        return fillIn(address, answers);
    }

    /// Says no where the provider asks whether the code is the one that the device shows.
    public Page declineCode(URI addressWithCode) throws IOException {
        Map<String, String> answers = answers();
        answers.put("abort", "yes");
        return fillIn(addressWithCode, answers);
    }

    private Map<String, String> answers() {
        return new HashMap<>(Map.of("login", name, "password", password));
    }

    private Page fillIn(URI address, Map<String, String> answers) throws IOException {
        Page page = show(HttpRequest.newBuilder(address));
        boolean passwordGiven = false;
        for (int forms = 0; forms < FORMS_LIMIT; forms++) {
            Optional<Form> form = Form.on(page);
            if (form.isEmpty() || (passwordGiven && form.get().asksForPassword())) {
                return page;
            }
            passwordGiven |= form.get().asksForPassword();
            page = show(form.get().filledIn(answers));
            if (form.get().declinedBy(answers)) {
                return page;
            }
        }
        throw new IOException("no end of forms at " + page.address());
    }

    /// Signs in with a browser on another machine, which reaches the provider and nothing of this one; returns the
    /// address at which it ends.
    public URI signInElsewhere(URI authorizationUrl) throws IOException {
        reachable = authorizationUrl.getAuthority();
        try {
            return signIn(authorizationUrl).address();
        } finally {
            reachable = null;
        }
    }

    /// Follows redirects here, since the JDK's client gives up after five.
    private Page show(HttpRequest.Builder request) throws IOException {
        HttpResponse<String> response = send(request);
        for (int redirects = 0; response.headers().firstValue("Location").isPresent(); redirects++) {
            if (redirects == REDIRECTS_LIMIT) {
                throw new IOException("no end of redirects at " + response.uri());
            }
            URI next = response.uri()
                    .resolve(response.headers().firstValue("Location").orElseThrow());
            if (reachable != null && !reachable.equals(next.getAuthority())) {
                return new Page(next, NOT_REACHED, "");
            }
            response = send(HttpRequest.newBuilder(next));
        }
        return new Page(response.uri(), response.statusCode(), response.body());
    }

    private HttpResponse<String> send(HttpRequest.Builder request) throws IOException {
        try {
            return browser.send(request.timeout(PATIENCE).build(), HttpResponse.BodyHandlers.ofString());
        } catch (InterruptedException interruption) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted while waiting for a page", interruption);
        }
    }

    /// @param offered the names of what can be answered
    private record Form(URI action, Map<String, String> fields, Set<String> offered) {
        private static final Pattern FORM = Pattern.compile("<form\\b[^>]*>");
        private static final Pattern INPUT = Pattern.compile("<input\\b[^>]*>");
        private static final Pattern BUTTON = Pattern.compile("<button\\b[^>]*>");

        static Optional<Form> on(Page page) {
            Matcher form = FORM.matcher(page.text());
            if (!form.find()) {
                return Optional.empty();
            }
            Map<String, String> fields = new LinkedHashMap<>();
            INPUT.matcher(page.text()).results().map(input -> input.group()).forEach(input -> press(input, fields));
            List<String> buttons = BUTTON.matcher(page.text())
                    .results()
                    .map(MatchResult::group)
                    .toList();
            Set<String> offered = new HashSet<>(fields.keySet());
            buttons.forEach(button -> attribute(button, "name").ifPresent(offered::add));
            buttons.stream().findFirst().ifPresent(button -> press(button, fields));
            URI action = attribute(form.group(), "action")
                    .map(page.address()::resolve)
                    .orElse(page.address());
            return Optional.of(new Form(action, fields, offered));
        }

        boolean asksForPassword() {
            return offered.contains("password");
        }

        /// What follows asks for another code.
        boolean declinedBy(Map<String, String> answers) {
            return offered.contains("abort") && answers.containsKey("abort");
        }

        HttpRequest.Builder filledIn(Map<String, String> answers) {
            Map<String, String> filled = new LinkedHashMap<>(fields);
            answers.forEach((name, answer) -> {
                if (offered.contains(name)) {
                    filled.put(name, answer);
                }
            });
            String body = filled.entrySet().stream()
                    .map(field -> encoded(field.getKey()) + "=" + encoded(field.getValue()))
                    .collect(Collectors.joining("&"));
            return HttpRequest.newBuilder(action)
                    .header("Content-Type", "application/x-www-form-urlencoded")
                    .POST(HttpRequest.BodyPublishers.ofString(body));
        }

        private static void press(String element, Map<String, String> fields) {
            attribute(element, "name")
                    .ifPresent(
                            name -> fields.put(name, attribute(element, "value").orElse("")));
        }

        private static Optional<String> attribute(String element, String name) {
            Matcher attribute = Pattern.compile("\\b" + name + "=\"([^\"]*)\"").matcher(element);
            return attribute.find() ? Optional.of(attribute.group(1).replace("&amp;", "&")) : Optional.empty();
        }

        private static String encoded(String text) {
            return URLEncoder.encode(text, StandardCharsets.UTF_8);
        }
    }

    /// Stands as `$BROWSER` in a script: the address is the last argument, the person comes from `SANDBOX_PERSON` and
    /// `SANDBOX_PASSWORD`. Ends with status 1 when the last page is not a good one.
    public static void main(String[] arguments) throws IOException {
        Person person = new Person(System.getenv("SANDBOX_PERSON"), System.getenv("SANDBOX_PASSWORD"));
        Page page = person.signIn(URI.create(arguments[arguments.length - 1]));
        boolean refused = Form.on(page).isPresent();
        if (page.status() != 200 || refused) {
            System.err.printf("%s was not signed in: the last page has status %d%n", person.name, page.status());
            System.exit(1);
        }
    }
}
