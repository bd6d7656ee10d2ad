package dev.lakegate.clients;

import dev.lakegate.sandbox.FolderTree;
import dev.lakegate.sandbox.Laptop;
import dev.lakegate.sandbox.Sandbox;
import dev.lakegate.sandbox.service.GrpcService;
import dev.lakegate.sandbox.service.WebSocketService;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/// A company with two servers of its own, and the laptop at which its alice has signed in, for the constructors
/// of all classes of clients: started by the first of them and stopped after the last test of the run; then
/// what was written is searched for secrets. The servers' routes are `grpc` and `ws`.
final class AlicesLaptop implements ParameterResolver {
    static final String ALICE = "alice@acme.example";

    private static final Namespace NAMESPACE = Namespace.create(AlicesLaptop.class);
    private static final Map<Class<?>, Function<Standing, Object>> PARTS = Map.of(
            Sandbox.class, standing -> standing.company,
            Laptop.class, standing -> standing.laptop,
            GrpcService.class, standing -> standing.grpc,
            WebSocketService.class, standing -> standing.webSockets);

    @Override
    public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
        return PARTS.containsKey(parameter.getParameter().getType());
    }

    @Override
    public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
        var standing = context.getRoot().getStore(NAMESPACE).computeIfAbsent(Standing.class);
        return Objects.requireNonNull(PARTS.get(parameter.getParameter().getType()))
                .apply(standing);
    }

    static final class Standing implements AutoCloseable {
        private final Path folder;
        private final Sandbox company;
        private final GrpcService grpc;
        private final WebSocketService webSockets;
        private final Laptop laptop;

        Standing() throws Exception {
            folder = Files.createTempDirectory("lakegate-clients-");
            company = Sandbox.start(folder);
            grpc = new GrpcService(company.certificates().server("grpc.lakegate.test"));
            webSockets = new WebSocketService(company.certificates().server("ws.lakegate.test"));
            company.serve(Map.of("grpc", grpc.port(), "ws", webSockets.port()));
            laptop = company.laptop("metrics.prometheus_port = $PORT_METRICS\n" + company.configuration()
                    + route("grpc") + route("ws"));
            laptop.start();
            laptop.signIn("alice");
        }

        private static String route(String name) {
            return """

                    [profile.acme.route.%s]
                    port = $PORT_%s
                    workspace = "%s.lakegate.test"
                    credential = "identity"
                    """.formatted(name, name.toUpperCase(Locale.ROOT), name);
        }

        @Override
        public void close() throws IOException {
            company.close();
            grpc.close();
            webSockets.close();
            FolderTree.delete(folder);
        }
    }
}
