package dev.lakegate.cli;

import dev.lakegate.model.ExitStatus;
import dev.lakegate.model.ProblemException;
import dev.lakegate.session.Refusal;
import dev.lakegate.session.SignInHandle;
import dev.lakegate.session.SignInNews;
import dev.lakegate.session.SignInWay;
import java.io.IOException;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.time.format.FormatStyle;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
        name = "login",
        mixinStandardHelpOptions = true,
        description = "Sign in with the company's SSO, in the browser. Ctrl-C gives up.")
final class LoginCommand implements Callable<Integer> {
    private static final DateTimeFormatter TIME = DateTimeFormatter.ofLocalizedTime(FormatStyle.SHORT);

    private final Context context;

    @Parameters(arity = "0..1", paramLabel = "PROFILE", description = "Needed where several are configured.")
    private @Nullable String profile;

    @ArgGroup
    private Way way = new Way();

    static final class Way {
        @Option(
                names = "--no-browser",
                description = "Print the address instead of opening it; the address at which a browser on another"
                        + " machine ends can be pasted.")
        boolean noBrowser;

        @Option(names = "--device", description = "Sign in with a code on another device, where the profile allows it.")
        boolean device;

        SignInWay chosen() {
            return device ? SignInWay.DEVICE : noBrowser ? SignInWay.NO_BROWSER : SignInWay.BROWSER;
        }
    }

    LoginCommand(Context context) {
        this.context = context;
    }

    @Override
    public Integer call() throws ProblemException, Refusal {
        String person = context.ask(control -> {
            try (SignInHandle part = control.login(profile, way.chosen(), this::tell)) {
                if (way.noBrowser) {
                    Thread.ofVirtual().start(() -> passOn(part));
                }
                return part.await();
            }
        });
        context.out().println("Signed in as " + person + ".");
        return ExitStatus.DONE.number();
    }

    private void tell(SignInNews news) {
        context.out()
                .println(
                        switch (news) {
                            case SignInNews.SignInAt at when at.opened() -> """
                    The sign-in page was opened in your browser. If you do not see it, open:
                      %s""".formatted(at.address());
                            case SignInNews.SignInAt at when way.noBrowser -> """
                    Open this address in a browser:
                      %s
                    If that browser is on another machine, it ends at an address that it cannot open, beginning with
                    http://127.0.0.1. Paste that whole address here:""".formatted(at.address());
                            case SignInNews.SignInAt at -> """
                    Open:
                      %s""".formatted(at.address());
                            case SignInNews.EnterCode code ->
                                """
                    On any device, open
                      %s
                    and enter the code  %s  before %s.%s
                    Do so only if you have just started this sign-in yourself: whoever else asks you to enter a code,
                    in a mail, a chat or on the telephone, would be signed in as you.""".formatted(
                                                code.address(),
                                                code.code(),
                                                TIME.format(code.until().atZone(ZoneId.systemDefault())),
                                                code.withCode() == null ? "" : " Or open " + code.withCode());
                            case SignInNews.NotThisOne not ->
                                "That is not the address of this sign-in: " + not.reason() + " Try again:";
                        });
    }

    private void passOn(SignInHandle part) {
        try {
            for (String line = context.in().readLine();
                    line != null;
                    line = context.in().readLine()) {
                if (!line.isBlank()) {
                    part.paste(line.strip());
                }
            }
        } catch (IOException closed) {
            // nobody pastes any more; the browser may still come by itself
        }
    }
}
