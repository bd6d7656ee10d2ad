package dev.lakegate.model;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
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

class PhraseTest {
    private static final Path SOURCES = Path.of(System.getProperty("lakegate.root"), "app/src/main/java/dev/lakegate");
    private static final Pattern USE = Pattern.compile("Phrase\\.of\\(\\s*\"([a-z_0-9.]+)\"");

    private final Locale before = Locale.getDefault(Locale.Category.DISPLAY);

    @AfterEach
    void asItWas() {
        Locale.setDefault(Locale.Category.DISPLAY, before);
    }

    @Test
    void every_language_has_every_text_with_the_same_blanks() throws IOException {
        Properties english = texts("phrases.properties");
        Properties german = texts("phrases_de.properties");

        assertThat(german.stringPropertyNames()).isEqualTo(english.stringPropertyNames());
        for (String key : english.stringPropertyNames()) {
            assertThat(blanks(german.getProperty(key))).as(key).isEqualTo(blanks(english.getProperty(key)));
        }
    }

    @Test
    void every_text_has_a_use_and_every_use_a_text() throws IOException {
        Set<String> used = new TreeSet<>();
        try (Stream<Path> files = Files.walk(SOURCES)) {
            for (Path file :
                    files.filter(name -> name.toString().endsWith(".java")).toList()) {
                USE.matcher(Files.readString(file)).results().forEach(match -> used.add(match.group(1)));
            }
        }

        assertThat(texts("phrases.properties").stringPropertyNames())
                .isNotEmpty()
                .isEqualTo(used);
    }

    @Test
    void a_text_without_blanks_has_no_doubled_apostrophe_and_one_with_blanks_no_single_one() throws IOException {
        for (String language : List.of("phrases.properties", "phrases_de.properties")) {
            texts(language).forEach((key, text) -> {
                String quotes = String.valueOf(text).replace("''", "");
                boolean hasBlanks = String.valueOf(text).matches(".*\\{\\d.*");
                assertThat(
                                hasBlanks
                                        ? quotes.contains("'")
                                        : String.valueOf(text).contains("''"))
                        .as(language + ": " + key)
                        .isFalse();
            });
        }
    }

    private static List<String> blanks(String text) {
        return Pattern.compile("\\{(\\d+)")
                .matcher(new MessageFormat(text, Locale.ROOT).toPattern())
                .results()
                .map(match -> match.group(1))
                .sorted()
                .distinct()
                .collect(Collectors.toList());
    }

    private static Properties texts(String name) throws IOException {
        Properties texts = new Properties();
        try (InputStream in = Phrase.class.getResourceAsStream("/dev/lakegate/model/" + name)) {
            texts.load(new InputStreamReader(Objects.requireNonNull(in), StandardCharsets.UTF_8));
        }
        return texts;
    }
}
