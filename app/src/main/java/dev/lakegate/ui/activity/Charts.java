package dev.lakegate.ui.activity;

import atlantafx.base.theme.Styles;
import dev.lakegate.audit.activity.Figures.Step;
import dev.lakegate.ui.feed.Sight;
import dev.lakegate.ui.kit.Formats;
import dev.lakegate.ui.kit.Shown;
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
import javafx.scene.control.Label;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;

/// Rate by status class, latency, and bytes, of the last hour or day.
final class Charts {
    private static final int TICKS = 4;
    private static final double HEIGHT = 140;
    /// Of the page: below it the requests need the room.
    private static final double LEAST_PAGE = 560;

    private final StackedAreaChart<Number, Number> rate = new StackedAreaChart<>(axis(), values());
    private final LineChart<Number, Number> latency = new LineChart<>(axis(), values());
    private final AreaChart<Number, Number> bytes = new AreaChart<>(axis(), values());
    private final HBox node = new HBox(
            12,
            figure(rate, "rate", "charts.answered", "charts.client_error", "charts.server_error", "charts.no_answer"),
            figure(latency, "latency", "charts.p50", "charts.p99"),
            figure(bytes, "bytes", "charts.received", "charts.sent"));

    Charts() {
        rate.setCreateSymbols(false);
        latency.setCreateSymbols(false);
        bytes.setCreateSymbols(false);
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

    /// With its name and what its lines are above it: the chart's own legend is left out where it is so low.
    private static VBox figure(XYChart<Number, Number> chart, String name, String... lines) {
        String title = Words.of("charts." + name);
        Label heading = new Label(title);
        heading.getStyleClass().add(Styles.TEXT_BOLD);
        HBox keys = new HBox(8);
        keys.getStyleClass().add("keys");
        for (int index = 0; index < lines.length; index++) {
            Series<Number, Number> series = new Series<>();
            series.setName(Words.of(lines[index]));
            chart.getData().add(series);
            Region colour = new Region();
            colour.getStyleClass().addAll("key", "key-" + index);
            keys.getChildren().add(new Label(series.getName(), colour));
        }
        chart.setLegendVisible(false);
        chart.setAnimated(false);
        chart.setPrefHeight(HEIGHT);
        chart.setMinHeight(HEIGHT);
        chart.setMinWidth(160);
        chart.setHorizontalGridLinesVisible(true);
        chart.setVerticalGridLinesVisible(false);
        chart.setAccessibleText(title);
        VBox figure = new VBox(2, heading, keys, chart);
        figure.getStyleClass().addAll("figure", name);
        HBox.setHgrow(figure, Priority.ALWAYS);
        return figure;
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
        axis.setTickLabelFormatter(Shown.as(second -> Formats.clock(Instant.ofEpochSecond(second.longValue()))));
        return axis;
    }
}
