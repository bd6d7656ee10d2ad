package dev.lakegate.ui.kit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lakegate.config.Locations;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.text.MessageFormat;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Properties;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class WordsTest {
    private static final Path SOURCES =
            Path.of(System.getProperty("lakegate.root"), "app/src/main/java/dev/lakegate/ui");
    private static final Pattern TEXT = Pattern.compile("\"([a-z]+[a-z_0-9.]*)\"");

    private final Locale before = Locale.getDefault(Locale.Category.DISPLAY);

    @AfterEach
    void asItWas() {
        Locale.setDefault(Locale.Category.DISPLAY, before);
    }

    @Test
    void every_language_has_every_text() {
        assertThat(texts("words_de.properties").keySet())
                .isEqualTo(texts("words.properties").keySet());
    }

    @Test
    void translations_have_the_same_blanks() {
        Properties english = texts("words.properties");
        Properties german = texts("words_de.properties");

        for (String key : english.stringPropertyNames()) {
            assertThat(blanks(german.getProperty(key))).as(key).isEqualTo(blanks(english.getProperty(key)));
        }
    }

    @Test
    void no_text_is_without_use() throws IOException {
        Set<String> used = used();
        Set<String> unused = new TreeSet<>(texts("words.properties").stringPropertyNames());
        unused.removeIf(key -> used.contains(key) || used.contains(key.substring(0, key.lastIndexOf('.') + 1)));

        assertThat(unused).isEmpty();
    }

    @Test
    void a_person_whose_system_is_german_reads_german() {
        Locale.setDefault(Locale.Category.DISPLAY, Locale.GERMANY);

        assertThat(Words.of("sign_in")).isEqualTo("Anmelden");
        assertThat(Words.of("route.last_minute", 1_234)).startsWith("1.234 ");
    }

    @Test
    void a_language_without_translation_reads_english_whatever_the_machine_speaks() {
        Locale.setDefault(Locale.GERMANY);
        Locale.setDefault(Locale.Category.DISPLAY, Locale.FRANCE);

        assertThat(Words.of("sign_in")).isEqualTo("Sign in");

        Locale.setDefault(before);
    }

    private static List<String> blanks(String text) {
        return Stream.of(new MessageFormat(text, Locale.ROOT).toPattern().split("(?=\\{)|(?<=})"))
                .filter(part -> part.startsWith("{"))
                .sorted()
                .distinct()
                .toList();
    }

    /// Every literal that could be a key, or begin one.
    private static Set<String> used() throws IOException {
        try (Stream<Path> files = Files.walk(SOURCES)) {
            return files.filter(file -> file.toString().endsWith(".java"))
                    .flatMap(WordsTest::lines)
                    .flatMap(line -> TEXT.matcher(line).results().map(match -> match.group(1)))
                    .collect(Collectors.toSet());
        }
    }

    private static Stream<String> lines(Path file) {
        try {
            return Files.readAllLines(file).stream();
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    private static Properties texts(String name) {
        Properties texts = new Properties();
        try (InputStream in = Locations.class.getResourceAsStream("/dev/lakegate/ui/" + name)) {
            texts.load(new InputStreamReader(Objects.requireNonNull(in), StandardCharsets.UTF_8));
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
        return texts;
    }
}
