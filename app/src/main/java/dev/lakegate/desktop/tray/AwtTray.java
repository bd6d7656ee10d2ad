package dev.lakegate.desktop.tray;

import java.awt.AWTException;
import java.awt.CheckboxMenuItem;
import java.awt.EventQueue;
import java.awt.GraphicsEnvironment;
import java.awt.Image;
import java.awt.Menu;
import java.awt.MenuItem;
import java.awt.PopupMenu;
import java.awt.SystemTray;
import java.awt.TrayIcon;
import java.awt.event.ActionListener;
import java.awt.image.BaseMultiResolutionImage;
import java.awt.image.BufferedImage;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// On macOS and Windows.
final class AwtTray implements Tray {
    private static final Logger LOG = LoggerFactory.getLogger(AwtTray.class);

    private final TrayIcon icon;
    private TrayView view;

    private AwtTray(TrayIcon icon, TrayView view) {
        this.icon = icon;
        this.view = view;
    }

    /// Empty where the system shows none.
    static Optional<Tray> open(TrayView view, Runnable activated) {
        if (GraphicsEnvironment.isHeadless() || !SystemTray.isSupported()) {
            return Optional.empty();
        }
        TrayIcon icon = new TrayIcon(image(view.state()), tip(view), menu(view.menu()));
        icon.setImageAutoSize(true);
        icon.addActionListener(onThreadOfItsOwn(activated));
        try {
            SystemTray.getSystemTray().add(icon);
            return Optional.of(new AwtTray(icon, view));
        } catch (AWTException refused) {
            LOG.warn("There is no tray: {}", refused.getMessage());
            return Optional.empty();
        }
    }

    @Override
    public void show(TrayView next) {
        EventQueue.invokeLater(() -> put(next));
    }

    private void put(TrayView next) {
        if (next.asText().equals(view.asText())) {
            return;
        }
        if (next.state() != view.state()) {
            icon.setImage(image(next.state()));
        }
        icon.setToolTip(tip(next));
        icon.setPopupMenu(menu(next.menu()));
        view = next;
    }

    private static String tip(TrayView view) {
        return view.text().isEmpty() ? view.title() : view.title() + "\n" + view.text();
    }

    private static Image image(TrayState state) {
        return new BaseMultiResolutionImage(Arrays.stream(StateIcons.SIZES)
                .mapToObj(size -> image(state, size))
                .toArray(Image[]::new));
    }

    private static BufferedImage image(TrayState state, int size) {
        BufferedImage image = new BufferedImage(size, size, BufferedImage.TYPE_INT_ARGB);
        int[] pixels = new int[size * size];
        ByteBuffer.wrap(StateIcons.argb(state, size)).asIntBuffer().get(pixels);
        image.setRGB(0, 0, size, size, pixels, 0, size);
        return image;
    }

    private static PopupMenu menu(List<TrayItem> items) {
        PopupMenu menu = new PopupMenu();
        items.forEach(item -> add(menu, item));
        return menu;
    }

    private static void add(Menu menu, TrayItem item) {
        switch (item) {
            case TrayItem.Action(String text, Runnable clicked) -> {
                MenuItem line = new MenuItem(text);
                line.addActionListener(onThreadOfItsOwn(clicked));
                menu.add(line);
            }
            case TrayItem.Toggle(String text, boolean on, Runnable clicked) -> {
                CheckboxMenuItem line = new CheckboxMenuItem(text, on);
                line.addItemListener(_ -> Thread.startVirtualThread(clicked));
                menu.add(line);
            }
            case TrayItem.Text(String text) -> {
                MenuItem line = new MenuItem(text);
                line.setEnabled(false);
                menu.add(line);
            }
            case TrayItem.Submenu(String text, List<TrayItem> items) -> {
                Menu below = new Menu(text);
                items.forEach(child -> add(below, child));
                menu.add(below);
            }
            case TrayItem.Separator() -> menu.addSeparator();
        }
    }

    private static ActionListener onThreadOfItsOwn(Runnable clicked) {
        return _ -> Thread.startVirtualThread(clicked);
    }

    @Override
    public boolean isVisible() {
        return true;
    }

    @Override
    public void close() {
        SystemTray.getSystemTray().remove(icon);
    }
}
