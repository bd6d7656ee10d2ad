package dev.lakegate.proxy.browser;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lakegate.sandbox.Canaries;
import dev.lakegate.sandbox.Laptop;
import dev.lakegate.sandbox.Sandbox;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;

/// A company with a server of its own, and alice signed in at her laptop.
abstract class WithUi {
    static final String ALICE = "alice@acme.example";

    @TempDir
    static Path folder;

    static Sandbox company;
    static Ui ui;
    static Laptop laptop;

    @BeforeAll
    static void aliceSignsIn() throws Exception {
        company = Sandbox.start(folder);
        ui = new Ui(company.certificates().server(Ui.HOST));
        company.serve(Map.of("ui", ui.port()));
        laptop = company.laptop(company.configuration() + """

                [profile.acme.route.ui]
                port = $PORT_UI
                workspace = "ui.lakegate.test"
                credential = "identity"
                browser_cookies = ["_xsrf", "session"]
                """);
        laptop.start();
        laptop.signIn("alice");
    }

    @AfterAll
    static void end() {
        // what was written must hold no cookie of the server's
        Canaries.add(Ui.SESSION);
        company.close();
        ui.close();
    }

    static String origin() {
        return "http://ui.localhost:" + laptop.port("ui");
    }

    /// As `lakegate open ui --print` gives it.
    static String oneTimeAddress() {
        Laptop.Outcome printed = laptop.lakegate("open", "ui", "--print");
        assertThat(printed.status()).as(printed.err()).isZero();
        String address = printed.out().strip();
        Canaries.add(code(address));
        return address;
    }

    static String code(String address) {
        return address.substring(address.indexOf('=') + 1);
    }
}
