package dev.lakegate.architecture;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.Dependency;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/// The layers of DESIGN.md §4, with no exemptions: plain ArchUnit, since Surefire runs no `@ArchTest` field.
class LayersTest {

    private static final String BASE = "dev.lakegate";

    /// From the bottom up; packages on one line never use each other, and each uses only lines below its own.
    private static final List<List<String>> LAYERS = List.of(
            List.of("model"),
            List.of("config"),
            List.of("network", "os", "telemetry"),
            List.of("keystore", "desktop"),
            List.of("oauth", "audit"),
            List.of("token"),
            List.of("proxy", "gateway", "clients"),
            List.of("session"),
            List.of("diagnosis"),
            List.of("ui", "cli"));

    /// A library's packages, and the packages of ours that may use them.
    private static final Map<String, List<String>> HOMES = new LinkedHashMap<>();

    static {
        HOMES.put("javafx..", List.of("ui"));
        HOMES.put("org.controlsfx..", List.of("ui"));
        HOMES.put("atlantafx..", List.of("ui"));
        HOMES.put("picocli..", List.of("cli"));
        HOMES.put("org.eclipse.jetty..", List.of("proxy"));
        HOMES.put("com.nimbusds..", List.of("oauth", "gateway"));
        HOMES.put("org.freedesktop..", List.of("os"));
        HOMES.put("io.micrometer..", List.of("telemetry"));
        HOMES.put("io.opentelemetry..", List.of("telemetry"));
        HOMES.put("com.password4j..", List.of("keystore"));
        HOMES.put("com.github.benmanes.caffeine..", List.of("proxy.cache"));
        HOMES.put("org.tomlj..", List.of("config", "gateway"));
        HOMES.put("com.github.difflib..", List.of("cli"));
    }

    private static final JavaClasses PROGRAM = new ClassFileImporter()
            .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
            .importPackages(BASE);

    @Test
    void every_package_uses_only_the_layers_below_it() {
        List<String> offences = new ArrayList<>();
        for (JavaClass user : PROGRAM) {
            int line = lineOf(user);
            for (Dependency dependency : user.getDirectDependenciesFromSelf()) {
                JavaClass used = dependency.getTargetClass();
                if (!isOurs(used) || layerOf(used).equals(layerOf(user))) {
                    continue;
                }
                if (lineOf(used) >= line) {
                    offences.add(dependency.getDescription());
                }
            }
        }
        assertThat(offences).isEmpty();
    }

    @Test
    void every_class_lives_in_a_layer_or_is_the_root() {
        assertThat(PROGRAM).allSatisfy(type -> assertThat(lineOf(type)).isNotNegative());
        assertThat(PROGRAM).hasSizeGreaterThan(1);
    }

    @Test
    void no_packages_form_a_cycle() {
        slices().matching(BASE + ".(**)")
                .should()
                .beFreeOfCycles()
                .allowEmptyShould(true)
                .check(PROGRAM);
    }

    @Test
    void each_library_is_used_only_in_its_home() {
        List<String> offences = new ArrayList<>();
        HOMES.forEach((library, homes) -> {
            var isLibrary = resideInAPackage(library);
            for (JavaClass user : PROGRAM) {
                if (homes.stream().anyMatch(home -> isIn(user, home))) {
                    continue;
                }
                user.getDirectDependenciesFromSelf().stream()
                        .filter(dependency -> isLibrary.test(dependency.getTargetClass()))
                        .map(Dependency::getDescription)
                        .forEach(offences::add);
            }
        });
        assertThat(offences).isEmpty();
    }

    private static boolean isOurs(JavaClass type) {
        return type.getPackageName().equals(BASE) || type.getPackageName().startsWith(BASE + ".");
    }

    private static boolean isIn(JavaClass type, String layer) {
        String home = BASE + "." + layer;
        return type.getPackageName().equals(home) || type.getPackageName().startsWith(home + ".");
    }

    private static String layerOf(JavaClass type) {
        String rest = type.getPackageName().substring(BASE.length());
        return rest.isEmpty() ? "" : rest.substring(1).split("\\.", 2)[0];
    }

    /// The root stands above all layers; a package that is in no layer is below none and reported as such.
    private static int lineOf(JavaClass type) {
        String layer = layerOf(type);
        if (layer.isEmpty()) {
            return LAYERS.size();
        }
        for (int line = 0; line < LAYERS.size(); line++) {
            if (LAYERS.get(line).contains(layer)) {
                return line;
            }
        }
        return -1;
    }
}
