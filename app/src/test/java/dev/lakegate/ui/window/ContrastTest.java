package dev.lakegate.ui.window;

import static org.assertj.core.api.Assertions.assertThat;

import atlantafx.base.theme.PrimerDark;
import atlantafx.base.theme.PrimerLight;
import atlantafx.base.theme.Theme;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javafx.scene.paint.Color;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// WCAG 2.2, 1.4.3 and 1.4.11, level AA: text against its ground 4.5, signs 3.
class ContrastTest {
    private static final Pattern COLOUR = Pattern.compile("(-(?:color|lg)-[a-z0-9-]+):\\s*([^;]+);");

    @ParameterizedTest
    @CsvSource({
        "-color-fg-default, -color-bg-default, 4.5",
        "-color-fg-default, -lg-card, 4.5",
        "-color-fg-default, -lg-side, 4.5",
        "-color-fg-default, -lg-chosen, 4.5",
        "-color-fg-muted, -color-bg-default, 4.5",
        "-color-fg-muted, -lg-card, 4.5",
        "-color-fg-muted, -lg-side, 4.5",
        "-color-fg-muted, -color-bg-subtle, 4.5",
        "-color-danger-fg, -lg-card, 4.5",
        "-color-danger-fg, -color-bg-default, 4.5",
        "-color-warning-fg, -color-bg-default, 4.5",
        "-color-warning-fg, -lg-card, 4.5",
        "-color-fg-default, -color-warning-subtle, 4.5",
        "-color-fg-emphasis, -color-accent-emphasis, 4.5",
        "-color-accent-fg, -color-bg-default, 4.5",
        "-lg-on-brand, -lg-brand, 4.5",
        "-lg-brand, -lg-card, 3",
        "-lg-brand, -lg-chosen, 3",
        "-lg-good, -lg-side, 3",
        "-lg-bad, -lg-side, 3",
        "-color-success-fg, -lg-card, 3",
    })
    void text_can_be_read_in_both_themes(String on, String ground, double least) {
        assertThat(contrast(colours(new PrimerLight(), "light.css"), on, ground))
                .as("light: %s on %s", on, ground)
                .isGreaterThanOrEqualTo(least);
        assertThat(contrast(colours(new PrimerDark(), "dark.css"), on, ground))
                .as("dark: %s on %s", on, ground)
                .isGreaterThanOrEqualTo(least);
    }

    private static double contrast(Map<String, String> colours, String on, String ground) {
        double[] below = over(rgba(colours, ground), rgba(colours, "-color-bg-default"));
        double[] above = over(rgba(colours, on), below);
        double light = Math.max(luminance(above), luminance(below));
        double dark = Math.min(luminance(above), luminance(below));
        return (light + 0.05) / (dark + 0.05);
    }

    private static double[] over(double[] colour, double[] ground) {
        double alpha = colour[3];
        return new double[] {
            colour[0] * alpha + ground[0] * (1 - alpha),
            colour[1] * alpha + ground[1] * (1 - alpha),
            colour[2] * alpha + ground[2] * (1 - alpha),
            1
        };
    }

    private static double luminance(double[] colour) {
        return 0.2126 * linear(colour[0]) + 0.7152 * linear(colour[1]) + 0.0722 * linear(colour[2]);
    }

    private static double linear(double part) {
        return part <= 0.04045 ? part / 12.92 : Math.pow((part + 0.055) / 1.055, 2.4);
    }

    private static double[] rgba(Map<String, String> colours, String name) {
        String value = Objects.requireNonNull(colours.get(name), name).strip();
        if (value.startsWith("-")) {
            return rgba(colours, value);
        }
        Color colour = Color.web(value);
        return new double[] {colour.getRed(), colour.getGreen(), colour.getBlue(), colour.getOpacity()};
    }

    private static Map<String, String> colours(Theme theme, String ours) {
        Map<String, String> colours = new HashMap<>();
        add(colours, theme.getUserAgentStylesheet());
        add(colours, "/dev/lakegate/ui/" + ours);
        return colours;
    }

    private static void add(Map<String, String> colours, String resource) {
        try (InputStream in = Objects.requireNonNull(ContrastTest.class.getResourceAsStream(resource), resource)) {
            Matcher colour = COLOUR.matcher(new String(in.readAllBytes(), StandardCharsets.UTF_8));
            while (colour.find()) {
                colours.put(colour.group(1), colour.group(2));
            }
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }
}
