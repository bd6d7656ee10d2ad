package dev.lakegate.os.secretservice;

import dev.lakegate.model.KeyStoreProblem.KeyStoreAbsent;
import dev.lakegate.model.KeyStoreProblem.KeyStoreFailed;
import dev.lakegate.model.KeyStoreProblem.KeyStoreLocked;
import dev.lakegate.model.ProblemException;
import dev.lakegate.os.KeyStoreItem;
import dev.lakegate.os.dbus.BusFailure;
import dev.lakegate.os.dbus.NoSession;
import dev.lakegate.os.dbus.SessionAddress;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/// A value in the Secret Service of this D-Bus session, found by its attributes in whatever collection it lies; a new
/// one is put into the default collection, which is created if there is none.
///
/// Each operation has a connection of its own, so that neither a restarted service nor an ended session is noticed
/// between two of them. When the service ends in the middle of one, the operation is done once more, unless the person
/// was asked already.
public final class SecretServiceItem implements KeyStoreItem {
    private static final String NAME = "Secret Service";

    private final Map<String, String> environment;
    private final Map<String, String> attributes;
    private final String label;
    private final Limits limits;

    /// How long an operation waits.
    ///
    /// @param call   for the answer to one call, the start of the service included
    /// @param prompt for the person, once they are asked
    public record Limits(Duration call, Duration prompt) {
        public static final Limits USUAL = new Limits(Duration.ofSeconds(30), Duration.ofMinutes(2));
    }

    /// Connects to nothing yet.
    ///
    /// @param environment where the D-Bus session is, as in `DBUS_SESSION_BUS_ADDRESS`
    /// @param attributes  what tells this value from every other one; they are kept in the clear
    /// @param label       how a person sees it in a program such as Seahorse
    public SecretServiceItem(
            Map<String, String> environment, Map<String, String> attributes, String label, Limits limits) {
        this.environment = Map.copyOf(environment);
        Map<String, String> all = new TreeMap<>(attributes);
        all.put("application", "lakegate");
        all.put("xdg:schema", "dev.lakegate.Key");
        this.attributes = Map.copyOf(all);
        this.label = label;
        this.limits = limits;
    }

    @Override
    public Optional<byte[]> read() throws ProblemException {
        return operate(service -> {
            List<String> items = service.items(attributes);
            return items.isEmpty() ? Optional.empty() : Optional.of(service.secret(items.getFirst()));
        });
    }

    @Override
    public void write(byte[] value) throws ProblemException {
        operate(service -> {
            List<String> items = service.items(attributes);
            if (items.isEmpty()) {
                service.createItem(service.requireDefaultCollection(), attributes, label, value);
            }
            // usually one; were there more, whichever is found next must not be an old one
            for (String item : items) {
                service.setSecret(item, value);
            }
            return items;
        });
    }

    @Override
    public void delete() throws ProblemException {
        operate(service -> {
            List<String> items = service.items(attributes);
            for (String item : items) {
                service.delete(item);
            }
            return items;
        });
    }

    @Override
    public String storeName() {
        return NAME;
    }

    @FunctionalInterface
    private interface Operation<T> {
        T on(SecretService service) throws BusFailure, ProblemException;
    }

    private <T> T operate(Operation<T> operation) throws ProblemException {
        try {
            return once(operation);
        } catch (BusFailure.Lost lost) {
            return again(operation, lost);
        } catch (BusFailure failure) {
            throw problem(failure);
        }
    }

    private <T> T again(Operation<T> operation, BusFailure.Lost lost) throws ProblemException {
        try {
            return once(operation);
        } catch (BusFailure failure) {
            throw problem(failure);
        } catch (ProblemException problem) {
            // it was there a moment ago: not a machine without a key store
            throw problem.problem() instanceof KeyStoreAbsent ? problem(lost) : problem;
        }
    }

    private <T> T once(Operation<T> operation) throws BusFailure, ProblemException {
        try (SecretService service = SecretService.open(SessionAddress.socket(environment), limits)) {
            return operation.on(service);
        } catch (NoSession absent) {
            throw new ProblemException(new KeyStoreAbsent(absent.reason()), absent);
        }
    }

    private static ProblemException problem(BusFailure failure) {
        return switch (failure) {
            case BusFailure.Refused refused
            when refused.name().equals("org.freedesktop.Secret.Error.IsLocked") ->
                new ProblemException(new KeyStoreLocked(NAME), refused);
            case BusFailure.Dismissed dismissed -> new ProblemException(new KeyStoreLocked(NAME), dismissed);
            case BusFailure.Refused refused -> failed(refused);
            case BusFailure.Lost lost -> failed(lost);
            case BusFailure.LostWhileAsking lost -> failed(lost);
            case BusFailure.Unanswered unanswered -> failed(unanswered);
        };
    }

    private static ProblemException failed(BusFailure failure) {
        return new ProblemException(new KeyStoreFailed(NAME, failure.reason()), failure);
    }
}
