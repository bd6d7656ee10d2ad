package dev.lakegate.sandbox;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.awt.Point;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import javax.imageio.ImageIO;

/// An X display that nobody sees: Xvfb, whose pixels stand in a file.
public final class Screen implements AutoCloseable {
    // of the header of an X Window Dump, which Xvfb keeps its pixels in: big-endian words of four bytes
    private static final int HEADER_LENGTH = 0;
    private static final int WIDTH = 16;
    private static final int HEIGHT = 20;
    private static final int BYTE_ORDER = 28;
    private static final int BYTES_OF_A_LINE = 48;
    private static final int COLOURS = 76;
    private static final int BYTES_OF_A_COLOUR = 12;

    private final Path folder;
    private final Process server;
    private final String display;

    /// Starts it.
    ///
    /// @param folder for the pixels
    public Screen(Path folder) throws IOException {
        this(folder, "480x320x24");
    }

    /// Likewise.
    ///
    /// @param size in pixels, and the bits of one
    public Screen(Path folder, String size) throws IOException {
        this.folder = folder;
        server = new ProcessBuilder(
                        "Xvfb",
                        "-displayfd",
                        "1",
                        "-screen",
                        "0",
                        size,
                        "-fbdir",
                        folder.toString(),
                        "-noreset",
                        "-nolisten",
                        "tcp")
                .redirectError(folder.resolve("xvfb.log").toFile())
                .start();
        display = Optional.ofNullable(server.inputReader(UTF_8).readLine())
                .map(number -> ":" + number)
                .orElseThrow(() -> new IOException("no X display: " + folder.resolve("xvfb.log")));
    }

    /// As in `DISPLAY`.
    public String display() {
        return display;
    }

    /// What there is to be seen now.
    public BufferedImage picture() throws IOException {
        ByteBuffer dump = ByteBuffer.wrap(Files.readAllBytes(folder.resolve("Xvfb_screen0")));
        int width = dump.getInt(WIDTH);
        int height = dump.getInt(HEIGHT);
        int line = dump.getInt(BYTES_OF_A_LINE);
        int pixels = dump.getInt(HEADER_LENGTH) + dump.getInt(COLOURS) * BYTES_OF_A_COLOUR;
        dump.order(dump.getInt(BYTE_ORDER) == 0 ? ByteOrder.LITTLE_ENDIAN : ByteOrder.BIG_ENDIAN);
        BufferedImage picture = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
        for (int y = 0; y < height; y++) {
            for (int x = 0; x < width; x++) {
                picture.setRGB(x, y, dump.getInt(pixels + y * line + 4 * x));
            }
        }
        return picture;
    }

    /// The colour of the pixel in the middle, by reading it alone.
    int middle() throws IOException {
        try (FileChannel file = FileChannel.open(folder.resolve("Xvfb_screen0"))) {
            ByteBuffer header = ByteBuffer.allocate(COLOURS + Integer.BYTES);
            file.read(header, 0);
            int line = header.getInt(BYTES_OF_A_LINE);
            int pixels = header.getInt(HEADER_LENGTH) + header.getInt(COLOURS) * BYTES_OF_A_COLOUR;
            ByteBuffer pixel = ByteBuffer.allocate(Integer.BYTES);
            file.read(pixel, pixels + (long) header.getInt(HEIGHT) / 2 * line + header.getInt(WIDTH) / 2 * 4L);
            pixel.order(header.getInt(BYTE_ORDER) == 0 ? ByteOrder.LITTLE_ENDIAN : ByteOrder.BIG_ENDIAN);
            return pixel.getInt(0) & 0xffffff;
        }
    }

    /// How many pixels have exactly this colour.
    public long count(int rgb) throws IOException {
        BufferedImage picture = picture();
        long count = 0;
        for (int y = 0; y < picture.getHeight(); y++) {
            for (int x = 0; x < picture.getWidth(); x++) {
                if ((picture.getRGB(x, y) & 0xffffff) == rgb) {
                    count++;
                }
            }
        }
        return count;
    }

    /// For people to look at.
    public void keep(Path png) throws IOException {
        Files.createDirectories(png.toAbsolutePath().getParent());
        ImageIO.write(picture(), "png", png.toFile());
    }

    /// The person clicks on what has exactly this colour, at the pixel in its middle.
    public void click(int rgb) throws IOException, InterruptedException {
        BufferedImage picture = picture();
        List<Point> points = new ArrayList<>();
        for (int x = 0; x < picture.getWidth(); x++) {
            for (int y = 0; y < picture.getHeight(); y++) {
                if ((picture.getRGB(x, y) & 0xffffff) == rgb) {
                    points.add(new Point(x, y));
                }
            }
        }
        Point point = points.get(points.size() / 2);
        doAs("mousemove", String.valueOf(point.x), String.valueOf(point.y), "click", "1");
    }

    /// The person presses these keys together, as in "ctrl+w".
    public void press(String keys) throws IOException, InterruptedException {
        doAs("key", keys);
    }

    private void doAs(String... what) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of("xdotool"));
        command.addAll(List.of(what));
        ProcessBuilder builder = new ProcessBuilder(command);
        builder.environment().put("DISPLAY", display);
        Process person = builder.redirectErrorStream(true)
                .redirectOutput(folder.resolve("xdotool.log").toFile())
                .start();
        if (person.waitFor() != 0) {
            throw new IOException(command + ": " + Files.readString(folder.resolve("xdotool.log")));
        }
    }

    @Override
    public void close() {
        server.destroy();
        server.onExit().join();
    }
}
