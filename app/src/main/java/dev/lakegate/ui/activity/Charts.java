package dev.lakegate.ui.activity;

import dev.lakegate.audit.activity.Figures.Step;
import dev.lakegate.ui.feed.Sight;
import dev.lakegate.ui.kit.Formats;
import dev.lakegate.ui.kit.Words;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.ToDoubleFunction;
import javafx.geometry.NodeOrientation;
import javafx.scene.chart.AreaChart;
import javafx.scene.chart.LineChart;
import javafx.scene.chart.NumberAxis;
import javafx.scene.chart.StackedAreaChart;
import javafx.scene.chart.XYChart;
import javafx.scene.chart.XYChart.Data;
import javafx.scene.chart.XYChart.Series;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.util.StringConverter;

/// Rate by status class, latency, and bytes, of the last hour or day.
final class Charts {
    private static final int TICKS = 4;
    private static final double HEIGHT = 170;
    /// Of the page: below it the requests need the room.
    private static final double LEAST_PAGE = 560;

    private final XYChart<Number, Number> rate = chart(new StackedAreaChart<>(axis(), values()), "charts.rate", "rate");
    private final XYChart<Number, Number> latency =
            chart(new LineChart<>(axis(), values()), "charts.latency", "latency");
    private final XYChart<Number, Number> bytes = chart(new AreaChart<>(axis(), values()), "charts.bytes", "bytes");
    private final HBox node = new HBox(12, rate, latency, bytes);

    Charts() {
        ((StackedAreaChart<Number, Number>) rate).setCreateSymbols(false);
        ((LineChart<Number, Number>) latency).setCreateSymbols(false);
        ((AreaChart<Number, Number>) bytes).setCreateSymbols(false);
        add(rate, "charts.answered", "charts.client_error", "charts.server_error", "charts.no_answer");
        add(latency, "charts.p50", "charts.p99");
        add(bytes, "charts.received", "charts.sent");
        // time runs from left to right in every script that charts are read in
        node.setNodeOrientation(NodeOrientation.LEFT_TO_RIGHT);
        node.getStyleClass().add("charts");
    }

    HBox node() {
        return node;
    }

    /// Has them go while their page is too low for them, as on a screen at 200 %.
    void giveWayIn(Region page) {
        node.visibleProperty().bind(page.heightProperty().greaterThan(LEAST_PAGE));
        node.managedProperty().bind(node.visibleProperty());
    }

    void show(Sight sight, boolean isDay) {
        List<Step> all = isDay ? sight.day() : sight.hour();
        // the last is not over, and would look like a fall
        List<Step> steps = all.subList(0, all.size() - 1);
        double seconds = steps.size() < 2
                ? 1
                : steps.get(1).from().getEpochSecond() - steps.get(0).from().getEpochSecond();
        set(rate, 0, steps, step -> of(step, 1, 2, 3) / seconds);
        set(rate, 1, steps, step -> of(step, 4) / seconds);
        set(rate, 2, steps, step -> of(step, 5) / seconds);
        set(rate, 3, steps, step -> of(step, 0) / seconds);
        set(latency, 0, steps, step -> (double) step.p50Micros() / 1e3);
        set(latency, 1, steps, step -> (double) step.p99Micros() / 1e3);
        set(bytes, 0, steps, step -> (double) step.bytesOut() / seconds / 1e3);
        set(bytes, 1, steps, step -> (double) step.bytesIn() / seconds / 1e3);
        for (XYChart<Number, Number> chart : List.of(rate, latency, bytes)) {
            NumberAxis axis = (NumberAxis) chart.getXAxis();
            axis.setLowerBound((double) steps.getFirst().from().getEpochSecond());
            axis.setUpperBound((double) steps.getLast().from().getEpochSecond());
            axis.setTickUnit((axis.getUpperBound() - axis.getLowerBound()) / TICKS);
        }
    }

    private static double of(Step step, int... classes) {
        int sum = 0;
        for (int each : classes) {
            sum += step.byClass().get(each);
        }
        return sum;
    }

    private static void set(XYChart<Number, Number> chart, int series, List<Step> steps, ToDoubleFunction<Step> value) {
        List<Data<Number, Number>> data = new ArrayList<>();
        steps.forEach(step -> data.add(new Data<>(step.from().getEpochSecond(), value.applyAsDouble(step))));
        chart.getData().get(series).getData().setAll(data);
    }

    private static void add(XYChart<Number, Number> chart, String... names) {
        for (String name : names) {
            Series<Number, Number> series = new Series<>();
            series.setName(Words.of(name));
            chart.getData().add(series);
        }
    }

    private static XYChart<Number, Number> chart(XYChart<Number, Number> chart, String title, String style) {
        chart.getStyleClass().add(style);
        chart.setTitle(Words.of(title));
        chart.setAnimated(false);
        chart.setPrefHeight(HEIGHT);
        chart.setMinHeight(HEIGHT);
        chart.setMinWidth(160);
        chart.setHorizontalGridLinesVisible(true);
        chart.setVerticalGridLinesVisible(false);
        chart.setAccessibleText(Words.of(title));
        HBox.setHgrow(chart, Priority.ALWAYS);
        return chart;
    }

    private static NumberAxis values() {
        NumberAxis axis = new NumberAxis();
        axis.setAnimated(false);
        axis.setMinorTickVisible(false);
        axis.setForceZeroInRange(true);
        return axis;
    }

    private static NumberAxis axis() {
        NumberAxis axis = new NumberAxis();
        axis.setAutoRanging(false);
        axis.setAnimated(false);
        axis.setMinorTickVisible(false);
        axis.setTickLabelFormatter(new StringConverter<>() {
            @Override
            public String toString(Number second) {
                return Formats.clock(Instant.ofEpochSecond(second.longValue()));
            }

            @Override
            public Number fromString(String text) {
                throw new UnsupportedOperationException("nobody types into an axis");
            }
        });
        return axis;
    }
}
