package dev.lakegate.clients;

import dev.lakegate.sandbox.Laptop;
import dev.lakegate.sandbox.Sandbox;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.stream.Stream;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/// A company, and the laptop at which its alice has signed in, for the constructors of all classes of clients: started
/// by the first of them and stopped after the last test of the run; then what was written is searched for secrets.
final class AlicesLaptop implements ParameterResolver {
    static final String ALICE = "alice@acme.example";

    private static final Namespace NAMESPACE = Namespace.create(AlicesLaptop.class);

    @Override
    public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
        var type = parameter.getParameter().getType();
        return type == Laptop.class || type == Sandbox.class;
    }

    @Override
    public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
        var standing = context.getRoot().getStore(NAMESPACE).computeIfAbsent(Standing.class);
        return parameter.getParameter().getType() == Laptop.class ? standing.laptop : standing.company;
    }

    static final class Standing implements AutoCloseable {
        private final Path folder;
        private final Sandbox company;
        private final Laptop laptop;

        Standing() throws Exception {
            folder = Files.createTempDirectory("lakegate-clients-");
            company = Sandbox.start(folder);
            laptop = company.laptop();
            laptop.start();
            laptop.signIn("alice");
        }

        @Override
        public void close() throws IOException {
            company.close();
            try (Stream<Path> files = Files.walk(folder)) {
                for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                    Files.delete(file);
                }
            }
        }
    }
}
