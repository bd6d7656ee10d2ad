package dev.lakegate.clients;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.databricks.client.jdbc.Driver;
import dev.lakegate.sandbox.Laptop;
import dev.lakegate.sandbox.Sandbox;
import dev.lakegate.sandbox.workspace.ReceivedRequest;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Properties;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// Databricks' JDBC driver, set up as its manual says but for the host, the missing TLS and the local key.
@ExtendWith(AlicesLaptop.class)
@Timeout(60)
class JdbcIT {
    private static final int MORE_THAN_ONE_BATCH = 2_500;

    /// The two ways in which the driver speaks with a warehouse.
    enum Api {
        THRIFT("", "/sql/1.0/warehouses/42"),
        STATEMENTS(";UseThriftClient=0", "/api/2.0/sql/");

        private final String setting;
        private final String path;

        Api(String setting, String path) {
            this.setting = setting;
            this.path = path;
        }
    }

    private final Sandbox company;
    private final Laptop laptop;

    JdbcIT(Sandbox company, Laptop laptop) {
        this.company = company;
        this.laptop = laptop;
    }

    @ParameterizedTest
    @EnumSource
    void the_warehouse_answers_alice(Api api) throws Exception {
        company.prod().forgetRequests();
        try (Connection connection = connect(api)) {
            assertThat(firstOf(connection, "SELECT 1")).isEqualTo(1);
            assertThat(firstOf(connection, "SELECT current_user()")).isEqualTo(AlicesLaptop.ALICE);
        }
        assertThat(queries(api)).hasSizeGreaterThanOrEqualTo(2);
        assertThat(queries(api == Api.THRIFT ? Api.STATEMENTS : Api.THRIFT)).isEmpty();
    }

    @ParameterizedTest
    @EnumSource
    void a_query_arrives_letter_by_letter(Api api) throws Exception {
        String text = "größer than 🙂 %2F \\\\ //";
        try (Connection connection = connect(api)) {
            assertThat(firstOf(connection, "SELECT '" + text + "' AS said")).isEqualTo(text);
        }
    }

    @ParameterizedTest
    @EnumSource
    void a_long_result_comes_whole_and_in_order(Api api) throws Exception {
        try (Connection connection = connect(api);
                var statement = connection.createStatement();
                var rows = statement.executeQuery("SELECT id, name FROM rows(" + MORE_THAN_ONE_BATCH + ")")) {
            for (int id = 0; id < MORE_THAN_ONE_BATCH; id++) {
                assertThat(rows.next()).as("row " + id).isTrue();
                assertThat(rows.getInt("id")).isEqualTo(id);
                assertThat(rows.getString("name")).isEqualTo("row " + id);
            }
            assertThat(rows.next()).isFalse();
        }
    }

    @ParameterizedTest
    @EnumSource
    void the_warehouses_own_error_is_what_the_program_sees(Api api) throws Exception {
        try (Connection connection = connect(api)) {
            assertThatThrownBy(() -> firstOf(connection, "SELEKT 1"))
                    .isInstanceOf(SQLException.class)
                    .hasMessageContaining("PARSE_SYNTAX_ERROR")
                    .hasMessageContaining("SELEKT 1");
        }
    }

    @Test
    void a_wrong_local_key_is_refused_in_words() {
        assertThatThrownBy(() -> connect(Api.STATEMENTS, "lgk_" + "0".repeat(43)))
                .isInstanceOf(SQLException.class);
    }

    private Connection connect(Api api) throws SQLException {
        return connect(api, laptop.localKey("prod"));
    }

    private Connection connect(Api api, String key) throws SQLException {
        var access = new Properties();
        access.put("UID", "token");
        access.put("PWD", key);
        String url =
                "jdbc:databricks://127.0.0.1:%d/default;ssl=0;transportMode=http;AuthMech=3%s;httpPath=/sql/1.0/warehouses/42"
                        .formatted(laptop.port("prod"), api.setting);
        return new Driver().connect(url, access);
    }

    private static Object firstOf(Connection connection, String query) throws SQLException {
        try (var statement = connection.createStatement();
                var rows = statement.executeQuery(query)) {
            assertThat(rows.next()).isTrue();
            return rows.getObject(1);
        }
    }

    private List<ReceivedRequest> queries(Api api) {
        return company.prod().requests().stream()
                .filter(request -> request.path().startsWith(api.path))
                .toList();
    }
}
