package dev.lakegate.bench.report;

import dev.lakegate.bench.peer.Kind;
import dev.lakegate.bench.report.Figures.Series;
import dev.lakegate.bench.report.Measure.Better;
import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Font;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import javax.imageio.ImageIO;

/// Each case's first measure as bars, HAProxy's being 1; further to the right is better, whatever is
/// measured.
public final class Chart {
    private static final int WIDTH = 1100;
    private static final int LEFT = 330;
    private static final int RIGHT = 60;
    private static final int BAR = 15;
    private static final int GAP = 26;
    private static final int TOP = 70;
    /// Where the scale ends; what is better still is written at the end of its bar.
    private static final double MOST = 2;

    private static final Color OURS = new Color(0x1F, 0x6F, 0xB5);
    private static final Color OTHERS = new Color(0xB9, 0xC4, 0xCF);
    private static final Color LINE = new Color(0x55, 0x5F, 0x68);

    private Chart() {}

    /// A bar.
    private record Bar(String title, double ratio, boolean ours) {}

    /// The bars of one case.
    private record Group(String title, List<Bar> bars) {}

    /// Draws all cases that have figures of HAProxy.
    public static void write(Figures figures, Path file) throws IOException {
        List<Group> groups =
                figures.cases().stream().flatMap(of -> group(of).stream()).toList();
        int height = TOP
                + groups.stream()
                        .mapToInt(group -> group.bars().size() * BAR + GAP)
                        .sum()
                + 20;
        BufferedImage image = new BufferedImage(WIDTH, height, BufferedImage.TYPE_INT_RGB);
        Graphics2D pen = image.createGraphics();
        pen.setRenderingHint(RenderingHints.KEY_ANTIALIASING, RenderingHints.VALUE_ANTIALIAS_ON);
        pen.setRenderingHint(RenderingHints.KEY_TEXT_ANTIALIASING, RenderingHints.VALUE_TEXT_ANTIALIAS_ON);
        pen.setColor(Color.WHITE);
        pen.fillRect(0, 0, WIDTH, height);
        pen.setColor(Color.BLACK);
        pen.setFont(new Font(Font.SANS_SERIF, Font.BOLD, 16));
        pen.drawString("HAProxy = 1; a longer bar is better (" + figures.date() + ")", 20, 30);
        pen.setFont(new Font(Font.SANS_SERIF, Font.PLAIN, 12));
        scale(pen, height);
        int y = TOP;
        for (Group group : groups) {
            y = draw(pen, group, y);
        }
        pen.dispose();
        ImageIO.write(image, "png", file.toFile());
    }

    private static Optional<Group> group(Figures.Of of) {
        if (of.series().isEmpty()) {
            return Optional.empty();
        }
        Series first = of.series().getFirst();
        List<Bar> bars = new ArrayList<>();
        for (Kind kind : Kind.values()) {
            first.ratio(kind.id(), Kind.HAPROXY.id())
                    .filter(ratio -> ratio > 0)
                    .map(ratio -> first.measure().better() == Better.HIGHER ? ratio : 1 / ratio)
                    .ifPresent(ratio -> bars.add(new Bar(kind.title(), ratio, kind == Kind.LAKEGATE)));
        }
        return bars.isEmpty()
                ? Optional.empty()
                : Optional.of(new Group(of.id() + ": " + first.measure().name(), bars));
    }

    private static void scale(Graphics2D pen, int height) {
        for (double at = 0; at <= MOST; at += 0.5) {
            int x = x(at);
            pen.setColor(at == 1 ? LINE : OTHERS);
            pen.setStroke(new BasicStroke(at == 1 ? 2 : 1));
            pen.drawLine(x, TOP - 16, x, height - 10);
            pen.setColor(LINE);
            pen.drawString(String.format(Locale.ROOT, "%.1f", at), x - 9, TOP - 22);
        }
    }

    private static int draw(Graphics2D pen, Group group, int top) {
        int y = top;
        pen.setColor(Color.BLACK);
        pen.drawString(group.title(), 20, y + BAR - 3);
        for (Bar bar : group.bars()) {
            pen.setColor(bar.ours() ? OURS : OTHERS);
            pen.fillRect(LEFT, y + 1, x(Math.min(bar.ratio(), MOST)) - LEFT, BAR - 3);
            pen.setColor(bar.ours() ? OURS : LINE);
            int width = pen.getFontMetrics().stringWidth(bar.title());
            pen.drawString(bar.title(), LEFT - 8 - width, y + BAR - 3);
            pen.drawString(
                    String.format(Locale.ROOT, "%.2f", bar.ratio()), x(Math.min(bar.ratio(), MOST)) + 5, y + BAR - 3);
            y += BAR;
        }
        return y + GAP;
    }

    private static int x(double ratio) {
        return LEFT + (int) Math.round((WIDTH - LEFT - RIGHT) * ratio / MOST);
    }
}
