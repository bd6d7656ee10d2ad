package dev.lakegate.clients;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import dev.lakegate.sandbox.Laptop;
import dev.lakegate.sandbox.Sandbox;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.mlflow.api.proto.Service.RunInfo;
import org.mlflow.api.proto.Service.RunStatus;
import org.mlflow.api.proto.Service.ViewType;
import org.mlflow.tracking.MlflowClient;
import org.mlflow.tracking.MlflowClientException;
import org.mlflow.tracking.creds.BasicMlflowHostCreds;

/// MLflow's client, told the route's address and local key as tracking server and token.
@ExtendWith(AlicesLaptop.class)
@Timeout(60)
class MlflowIT {
    private final Sandbox company;
    private final Laptop laptop;

    MlflowIT(Sandbox company, Laptop laptop) {
        this.company = company;
        this.laptop = laptop;
    }

    @Test
    void an_experiment_is_tracked_and_its_best_run_is_found_again() {
        company.prod().forgetRequests();
        try (MlflowClient client = client(laptop.localKey("prod"))) {
            String name = "/Users/alice@acme.example/größer & smaller?";
            String experiment = client.createExperiment(name);
            assertThat(client.getExperimentByName(name).map(found -> found.getExperimentId()))
                    .contains(experiment);

            RunInfo good = tracked(client, experiment, "0.01", 0.93);
            RunInfo bad = tracked(client, experiment, "1", 0.21);

            var run = client.getRun(good.getRunId());
            assertThat(run.getInfo().getStatus()).isEqualTo(RunStatus.FINISHED);
            assertThat(run.getData().getParamsList())
                    .extracting(param -> param.getKey(), param -> param.getValue())
                    .containsExactly(tuple("learning_rate", "0.01"));
            assertThat(run.getData().getMetricsList())
                    .extracting(metric -> metric.getKey(), metric -> metric.getValue())
                    .containsExactly(tuple("accuracy", 0.93));
            assertThat(client.searchRuns(List.of(experiment), "metrics.accuracy > 0.5", ViewType.ACTIVE_ONLY, 10)
                            .getItems())
                    .extracting(found -> found.getInfo().getRunId())
                    .containsExactly(good.getRunId())
                    .doesNotContain(bad.getRunId());
        }
        assertThat(company.prod().requests())
                .filteredOn(request -> request.path().startsWith("/api/2.0/mlflow/"))
                .hasSizeGreaterThan(10)
                .allSatisfy(request -> assertThat(request.user()).contains(AlicesLaptop.ALICE));
    }

    @Test
    void the_servers_own_error_is_what_the_program_sees() {
        try (MlflowClient client = client(laptop.localKey("prod"))) {
            assertThatThrownBy(() -> client.getRun("absent"))
                    .isInstanceOf(MlflowClientException.class)
                    .hasMessageContaining("Run 'absent' not found.");
        }
    }

    @Test
    void a_refusal_of_the_proxys_own_says_what_to_do() {
        try (MlflowClient client = client("lgk_" + "0".repeat(43))) {
            assertThatThrownBy(() -> client.createExperiment("refused"))
                    .isInstanceOf(MlflowClientException.class)
                    .hasMessageContaining("local key");
        }
    }

    private static RunInfo tracked(MlflowClient client, String experiment, String rate, double accuracy) {
        RunInfo run = client.createRun(experiment);
        client.logParam(run.getRunId(), "learning_rate", rate);
        client.logMetric(run.getRunId(), "accuracy", accuracy);
        client.setTerminated(run.getRunId());
        return run;
    }

    private MlflowClient client(String key) {
        return new MlflowClient(new BasicMlflowHostCreds(laptop.address("prod").toString(), key));
    }
}
