package dev.lakegate.audit.run;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.lakegate.audit.run.Run.Kind;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.zip.GZIPOutputStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RunReaderTest {
    private static final String ID = "0af7651916cd43dd8448eb211c80319c";
    private static final RunEndpoint CREATED = new RunEndpoint(Kind.MLFLOW, true);
    private static final RunEndpoint LOGGED = new RunEndpoint(Kind.MLFLOW, false);
    private static final RunEndpoint STARTED = new RunEndpoint(Kind.JOB, true);
    private static final Optional<Run> RUN = Optional.of(new Run(Kind.MLFLOW, ID));

    private static final String ANSWER = """
            {"inputs":[{"run_id":"dddddddddddddddddddddddddddddddd"}],"run_id":"dddddddddddddddddddddddddddddddd","run":{"data":{"run_id":"dddddddddddddddddddddddddddddddd","info":{"run_id":"dddddddddddddddddddddddddddddddd"}},
            "tags":["run_id",{"info":{"run_id":"dddddddddddddddddddddddddddddddd"}}],"info":{"nested":{"run_id":"dddddddddddddddddddddddddddddddd"},"run_id":"%s","status":"RUNNING"}}}\
            """.formatted(ID);

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 7, 64, 10_000})
    void an_id_is_found_at_its_place_however_the_answer_is_cut(int size) throws Exception {
        assertThat(read(CREATED, null, ANSWER.getBytes(UTF_8), size)).isEqualTo(RUN);
        assertThat(read(CREATED, "gzip", gzipped(ANSWER), size)).isEqualTo(RUN);
    }

    @Test
    void a_number_is_an_id_of_a_job_run_and_a_text_of_an_mlflow_run() {
        assertThat(read(STARTED, null, "{\"number_in_job\":1,\"run_id\":759600000000000001}".getBytes(UTF_8), 4))
                .contains(new Run(Kind.JOB, "759600000000000001"));
        assertThat(read(LOGGED, null, ("{\"key\":\"k\",\"run_id\":\"" + ID + "\"}").getBytes(UTF_8), 5))
                .isEqualTo(RUN);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "{",
                "no JSON",
                "[{\"run_id\":\"dddddddddddddddddddddddddddddddd\"}]",
                "{\"run\":{\"run_id\":\"dddddddddddddddddddddddddddddddd\"}}",
                "{\"run_id\":{\"run_id\":\"dddddddddddddddddddddddddddddddd\"}}",
                "{\"run_id\":null,\"other\":1}",
                "{\"run_id\":\"<script>\"}",
                "{\"run_id\":\"\"}",
                // what somebody put there by mistake
                "{\"run_id\":\"lgk_AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA\"}",
                "{\"run_id\":\"aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa\"}",
                "{\"run_id\":1e400}",
                "{\"run_id\":true,\"run_id\":\"dddddddddddddddddddddddddddddddd\"}",
            })
    void what_is_no_id_or_stands_elsewhere_is_not_taken_for_one(String body) {
        assertThat(read(LOGGED, null, body.getBytes(UTF_8), 3)).isEmpty();
        assertThat(read(LOGGED, "gzip", body.getBytes(UTF_8), 3)).isEmpty();
        assertThat(read(STARTED, null, "{\"run_id\":\"12\\u0000\"}".getBytes(UTF_8), 3))
                .isEmpty();
    }

    @Test
    void the_first_64_kb_are_looked_at_and_no_more_zipped_or_not() throws Exception {
        String near = "{\"a\":\"" + "x".repeat(RunReader.MOST_BYTES - 200) + "\",\"run_id\":\"" + ID + "\"}";
        String far = "{\"a\":\"" + "x".repeat(RunReader.MOST_BYTES) + "\",\"run_id\":\"" + ID + "\"}";

        assertThat(read(LOGGED, null, near.getBytes(UTF_8), 1_000)).isEqualTo(RUN);
        assertThat(read(LOGGED, "gzip", gzipped(near), 1_000)).isEqualTo(RUN);
        assertThat(read(LOGGED, null, far.getBytes(UTF_8), 1_000)).isEmpty();
        assertThat(gzipped(far)).hasSizeLessThan(1_000);
        assertThat(read(LOGGED, "gzip", gzipped(far), 1_000)).isEmpty();
    }

    @Test
    void nothing_that_comes_does_any_harm() throws Exception {
        Random random = new Random(7);
        byte[] right = gzipped(ANSWER);
        for (int round = 0; round < 2_000; round++) {
            byte[] damaged = right.clone();
            for (int hit = 0; hit <= random.nextInt(4); hit++) {
                damaged[random.nextInt(damaged.length)] = (byte) random.nextInt();
            }
            Optional<Run> zipped = read(CREATED, "gzip", damaged, 1 + random.nextInt(40));
            byte[] text = ANSWER.getBytes(UTF_8);
            text[random.nextInt(text.length)] = (byte) random.nextInt();
            Optional<Run> plain = read(CREATED, null, text, 1 + random.nextInt(40));

            assertThat(zipped.isEmpty() || zipped.get().kind() == Kind.MLFLOW).isTrue();
            assertThat(plain.isEmpty() || plain.get().kind() == Kind.MLFLOW).isTrue();
        }
    }

    @Test
    void a_part_is_left_as_it_was() throws Exception {
        for (byte[] body : List.of(ANSWER.getBytes(UTF_8), gzipped(ANSWER))) {
            ByteBuffer part = ByteBuffer.allocateDirect(body.length + 8);
            part.position(8);
            part.put(body).flip().position(8);
            String encoding = body[0] == '{' ? null : "gzip";

            Optional<Run> readOnly =
                    RunReader.of(CREATED, encoding).orElseThrow().read(part.asReadOnlyBuffer());
            assertThat(RunReader.of(CREATED, encoding).orElseThrow().read(part))
                    .isEqualTo(RUN)
                    .isEqualTo(readOnly);

            assertThat(part.position()).isEqualTo(8);
            assertThat(part.limit()).isEqualTo(body.length + 8);
        }
    }

    @Test
    void an_encoding_that_is_not_known_is_left_alone() {
        assertThat(RunReader.of(CREATED, "br")).isEmpty();
        assertThat(RunReader.of(CREATED, "gzip, gzip")).isEmpty();
    }

    @Test
    void the_operations_about_one_run_are_known_and_no_other_path() {
        assertThat(RunEndpoint.at("/api/2.0/mlflow/runs/create")).contains(CREATED);
        assertThat(RunEndpoint.at("/ajax-api/2.0/mlflow/runs/log-batch")).contains(LOGGED);
        assertThat(RunEndpoint.at("/api/2.2/jobs/run-now")).contains(STARTED);
        assertThat(RunEndpoint.at("/api/2.1/jobs/runs/get")).contains(new RunEndpoint(Kind.JOB, false));
        assertThat(RunEndpoint.at("/api/2.0/mlflow/runs/search")).isEmpty();
        assertThat(RunEndpoint.at("/api/2.0/mlflow/runs/create/")).isEmpty();
        assertThat(RunEndpoint.at("/api/2.0/clusters/list")).isEmpty();
        assertThat(RunEndpoint.at("/api/2.")).isEmpty();
        assertThat(RunEndpoint.at("/")).isEmpty();
    }

    @Test
    void the_documentation_lists_these_operations_and_where_the_id_is() throws Exception {
        String document = Files.readString(Path.of(System.getProperty("lakegate.root"), "app/docs/audit.md"));
        String section = document.substring(document.indexOf("### Runs")).split("\n## ", 2)[0];
        Map<String, Boolean> listed = new TreeMap<>();
        section.lines()
                .filter(line -> line.startsWith("| the "))
                .forEach(line -> Pattern.compile("`((?:mlflow|jobs)/[a-z/-]+)`")
                        .matcher(line)
                        .results()
                        .forEach(found -> listed.put(found.group(1), line.startsWith("| the answer"))));

        Map<String, Boolean> known = new TreeMap<>();
        RunEndpoint.byOperation().forEach((operation, endpoint) -> known.put(operation, endpoint.starts()));
        assertThat(listed).isEqualTo(known);
    }

    @Test
    void a_query_tells_the_run_by_its_own_parameter_alone() {
        assertThat(LOGGED.in("other_run_id=x&run_id=" + ID + "&run_id=later")).isEqualTo(RUN);
        assertThat(LOGGED.in("run_id=%3Cscript%3E")).isEmpty();
        assertThat(LOGGED.in("xrun_id=1&run_id")).isEmpty();
    }

    /// In parts of so many bytes, each of which is gone when the next one comes.
    private static Optional<Run> read(RunEndpoint endpoint, @Nullable String encoding, byte[] body, int size) {
        RunReader reader = RunReader.of(endpoint, encoding).orElseThrow();
        byte[] part = new byte[Math.min(size, Math.max(1, body.length))];
        for (int from = 0; from < body.length; from += part.length) {
            int length = Math.min(part.length, body.length - from);
            System.arraycopy(body, from, part, 0, length);
            Optional<Run> found = reader.read(ByteBuffer.wrap(part, 0, length));
            if (found.isPresent()) {
                return found;
            }
            Arrays.fill(part, (byte) '!');
        }
        return Optional.empty();
    }

    private static byte[] gzipped(String text) throws IOException {
        ByteArrayOutputStream zipped = new ByteArrayOutputStream();
        try (GZIPOutputStream gzip = new GZIPOutputStream(zipped)) {
            gzip.write(text.getBytes(UTF_8));
        }
        return zipped.toByteArray();
    }
}
