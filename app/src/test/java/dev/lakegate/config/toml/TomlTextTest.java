package dev.lakegate.config.toml;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lakegate.config.toml.TomlText.NotEditable;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.tomlj.Toml;
import org.tomlj.TomlParseResult;

/// Everything but the value that is meant stays byte for byte.
class TomlTextTest {
    private static final List<String> ACME = List.of("profile", "acme");
    private static final List<String> PROD = List.of("profile", "acme", "route", "prod");

    private static final String FILE = """
            # mine; do not lose this
            [audit]
            keep_files = 30        # a month

            # the company
            [profile.acme]
            issuer   = "https://old.acme.example"   # since 2024
            login_hint = 'alice@acme.example'

            [profile.acme.route.prod]
            port = 8765

            # the other company
            [profile.other]
            issuer = "https://id.other.example"
            """;

    @Test
    void a_value_is_replaced_where_it_stands_and_its_comment_stays() throws Exception {
        assertThat(with(FILE, ACME, "issuer", "https://new.acme.example"))
                .isEqualTo(FILE.replace("https://old.acme.example", "https://new.acme.example"));
    }

    @Test
    void the_value_that_is_there_already_is_left_as_it_is_written() throws Exception {
        assertThat(with(FILE, ACME, "login_hint", "alice@acme.example")).isEqualTo(FILE);
        String lists = "[profile.acme]\nscopes = [ 'openid',  # needed\n  \"email\" ]\nredirect_ports = [ 1, 2, ]\n";
        assertThat(with(lists, ACME, "scopes", List.of("openid", "email"))).isEqualTo(lists);
        assertThat(with(lists, ACME, "redirect_ports", List.of(1, 2))).isEqualTo(lists);
        assertThat(with(FILE, PROD, "port", 8765)).isEqualTo(FILE);
    }

    @Test
    void a_new_key_joins_its_table_before_what_belongs_to_the_next_one() throws Exception {
        assertThat(with(FILE, PROD, "workspace", "prod.acme.example"))
                .isEqualTo(FILE.replace("port = 8765\n", "port = 8765\nworkspace = \"prod.acme.example\"\n"));
    }

    @Test
    void a_new_table_stands_with_its_kin() throws Exception {
        assertThat(with(FILE, List.of("profile", "acme", "route", "dev"), "port", 8701))
                .isEqualTo(FILE.replace("port = 8765\n", "port = 8765\n\n[profile.acme.route.dev]\nport = 8701\n"));
    }

    @Test
    void a_table_without_kin_comes_last() throws Exception {
        assertThat(with(FILE, List.of("profile", "fresh"), "issuer", "https://id.fresh.example"))
                .isEqualTo(FILE + "\n[profile.fresh]\nissuer = \"https://id.fresh.example\"\n");
        assertThat(with("", ACME, "issuer", "x")).isEqualTo("[profile.acme]\nissuer = \"x\"\n");
        assertThat(with("# only this", ACME, "issuer", "x"))
                .isEqualTo("# only this\n\n[profile.acme]\nissuer = \"x\"\n");
    }

    @Test
    void the_table_may_stand_at_the_start_in_the_middle_or_at_the_end() throws Exception {
        String first = "[profile.acme]\na = 1\n";
        String second = "[profile.other]\nb = 2\n";
        String third = "[audit]\nkeep_files = 3";
        assertThat(with(first + second + third, ACME, "x", 9)).isEqualTo(first + "x = 9\n" + second + third);
        assertThat(with(second + first + third, ACME, "x", 9)).isEqualTo(second + first + "x = 9\n" + third);
        assertThat(with(third + "\n" + second + "[profile.acme]\na = 1", ACME, "x", 9))
                .isEqualTo(third + "\n" + second + "[profile.acme]\na = 1\nx = 9\n");
    }

    @Test
    void an_empty_table_is_still_that_table() throws Exception {
        assertThat(with("[profile.acme] # nothing yet\n\n[audit]\n", ACME, "x", 9))
                .isEqualTo("[profile.acme] # nothing yet\nx = 9\n\n[audit]\n");
        assertThat(with("[profile.acme]", ACME, "x", 9)).isEqualTo("[profile.acme]\nx = 9\n");
    }

    @Test
    void line_ends_of_windows_stay_and_are_used() throws Exception {
        String windows = FILE.replace("\n", "\r\n");
        assertThat(with(windows, ACME, "issuer", "https://new.acme.example"))
                .isEqualTo(windows.replace("old.acme", "new.acme"));
        assertThat(with(windows, PROD, "workspace", "w"))
                .isEqualTo(windows.replace("port = 8765\r\n", "port = 8765\r\nworkspace = \"w\"\r\n"));
        assertThat(with(windows, List.of("profile", "fresh"), "issuer", "x"))
                .isEqualTo(windows + "\r\n[profile.fresh]\r\nissuer = \"x\"\r\n");
    }

    @Test
    void quoted_keys_and_spaced_headers_are_the_same_table() throws Exception {
        for (String header : List.of(
                "[profile.\"acme\"]",
                "[ profile . 'acme' ]",
                "[\"profile\".acme]",
                "[profile.\"ac\\u006de\"]",
                "  [profile.acme]")) {
            String file = header + " # here\n  \"issuer\" = 'old'\n";
            assertThat(with(file, ACME, "issuer", "new")).isEqualTo(header + " # here\n  \"issuer\" = \"new\"\n");
            assertThat(with(file, ACME, "audience", "a")).isEqualTo(file + "  audience = \"a\"\n");
        }
    }

    @Test
    void dotted_keys_are_followed_by_dotted_keys() throws Exception {
        String root =
                "profile.acme.issuer = \"old\"\nprofile.acme.route.prod.port = 1\naudit.keep_files = 3\n\n[credentials]\nstore = \"os\"\n";
        assertThat(with(root, ACME, "issuer", "new")).isEqualTo(root.replace("old", "new"));
        assertThat(with(root, PROD, "port", 2)).isEqualTo(root.replace("port = 1", "port = 2"));
        assertThat(with(root, ACME, "audience", "a"))
                .isEqualTo(root.replace("port = 1\n", "port = 1\nprofile.acme.audience = \"a\"\n"));
        String below = "[profile]\nacme.issuer = \"old\"\n";
        assertThat(with(below, ACME, "audience", "a")).isEqualTo(below + "acme.audience = \"a\"\n");
        String route = "[profile.acme]\nissuer = \"i\"\nroute.prod.port = 1\n\n[audit]\n";
        assertThat(with(route, PROD, "workspace", "w"))
                .isEqualTo(route.replace("port = 1\n", "port = 1\nroute.prod.workspace = \"w\"\n"));
        assertThat(with(root, List.of("profile", "acme", "route", "dev"), "port", 3))
                .isEqualTo(root + "\n[profile.acme.route.dev]\nport = 3\n");
    }

    @Test
    void a_sub_table_may_come_first_or_alone() throws Exception {
        String apart =
                "[profile.acme.route.prod]\nport = 1\n\n[audit]\nkeep_files = 3\n\n[profile.acme]\nissuer = \"old\"\n";
        assertThat(with(apart, ACME, "issuer", "new")).isEqualTo(apart.replace("old", "new"));
        assertThat(with(apart, PROD, "workspace", "w"))
                .isEqualTo(apart.replace("port = 1\n", "port = 1\nworkspace = \"w\"\n"));
        String alone = "[profile.acme.route.prod]\nport = 1\n\n[audit]\nkeep_files = 3\n";
        assertThat(with(alone, ACME, "issuer", "new"))
                .isEqualTo(alone.replace("port = 1\n", "port = 1\n\n[profile.acme]\nissuer = \"new\"\n"));
    }

    @Test
    void what_only_looks_like_a_table_or_a_key_is_none() throws Exception {
        String tricky = """
                [audit]
                note = \"""
                [profile.acme]
                issuer = "not this one"
                \\\""" nor this ""\"""
                raw = '''
                [profile.acme]''\'''
                list = [ "[profile.acme]", # ]
                  { issuer = "]" }, ']' ]
                when = 1979-05-27 07:32:00
                # [profile.acme]
                [profile.acme]
                issuer = "this one"
                """;
        assertThat(Toml.parse(tricky).errors()).isEmpty();

        assertThat(with(tricky, ACME, "issuer", "new")).isEqualTo(tricky.replace("\"this one\"", "\"new\""));
    }

    @Test
    void a_list_over_several_lines_is_replaced_whole() throws Exception {
        assertThat(with(
                        "[profile.acme]\nscopes = [\n  \"openid\", # needed\n]  # end\nx = 1\n",
                        ACME,
                        "scopes",
                        List.of("a", "b")))
                .isEqualTo("[profile.acme]\nscopes = [\"a\", \"b\"]  # end\nx = 1\n");
    }

    @Test
    void a_text_over_several_lines_is_replaced_whole_with_the_quotes_at_its_end() throws Exception {
        for (String text : List.of("\"\"\"\na\\\"\"\"\\\nb\"\"\"\"\"", "'''\n\\a'''''", "\"a\\\" # b\"", "'\\'")) {
            String file = "[profile.acme]\nissuer = " + text + " # c\nx = 1\n";
            assertThat(Toml.parse(file).errors()).as(file).isEmpty();
            assertThat(with(file, ACME, "issuer", "new")).isEqualTo("[profile.acme]\nissuer = \"new\" # c\nx = 1\n");
        }
    }

    @Test
    void whatever_the_value_holds_it_is_one_value() throws Exception {
        for (String hostile : List.of(
                "a\"\nissuer = \"evil",
                "back\\slash",
                "\"\"\"",
                "tab\t, line\r\nline",
                "\u0001\u007f",
                "C:\\ca\\acme.pem",
                "ü 漢 \uD83D\uDE00")) {
            TomlParseResult parsed = Toml.parse(with(FILE, ACME, "ca_file", hostile));

            assertThat(parsed.errors()).as(hostile).isEmpty();
            assertThat(parsed.getString("profile.acme.ca_file")).isEqualTo(hostile);
            assertThat(parsed.getString("profile.acme.issuer")).isEqualTo("https://old.acme.example");
        }
    }

    @Test
    void a_value_is_removed_with_its_line() {
        assertThat(new TomlText(FILE)
                        .without(List.of("profile", "acme", "login_hint"))
                        .toString())
                .isEqualTo(FILE.replace("login_hint = 'alice@acme.example'\n", ""));
        assertThat(new TomlText(FILE)
                        .without(List.of("profile", "acme", "absent"))
                        .toString())
                .isEqualTo(FILE);
    }

    @Test
    void a_new_table_may_be_empty_and_is_not_made_twice() throws Exception {
        List<String> dev = List.of("profile", "acme", "route", "dev");
        String added = new TomlText(FILE).with(dev).toString();

        assertThat(added).isEqualTo(FILE.replace("port = 8765\n", "port = 8765\n\n[profile.acme.route.dev]\n"));
        assertThat(Toml.parse(added).errors()).isEmpty();
        assertThat(new TomlText(added).with(dev).toString()).isEqualTo(added);
        assertThat(new TomlText("profile.acme.issuer = \"i\"\n").with(ACME).toString())
                .isEqualTo("profile.acme.issuer = \"i\"\n");
    }

    @Test
    void a_table_goes_with_its_values_and_the_comments_between_them_stay() throws Exception {
        String file = FILE.replace("port = 8765\n", "# asked Bob\nport = 8765 # for now\n");

        assertThat(without(file, PROD))
                .isEqualTo(file.replace("\n[profile.acme.route.prod]\n", "").replace("port = 8765 # for now\n", ""));
        assertThat(without(file.replace("\n", "\r\n"), PROD))
                .isEqualTo(without(file, PROD).replace("\n", "\r\n"));
    }

    @Test
    void what_is_in_a_table_goes_with_it_wherever_it_stands() throws Exception {
        String scattered = """
                profile.acme.issuer = "i"
                audit.keep_files = 3
                [profile.acme.route.prod]
                port = 1
                [profile.acme2]
                issuer = "stays"
                [profile.acme.route.dev]
                port = 2
                """;

        assertThat(without(scattered, ACME)).isEqualTo("""
                audit.keep_files = 3
                [profile.acme2]
                issuer = "stays"
                """);
        assertThat(without(FILE, List.of("profile", "absent"))).isEqualTo(FILE);
        assertThatThrownBy(() -> without("profile = { acme = { issuer = \"i\" } }\n", ACME))
                .isInstanceOf(NotEditable.class);
    }

    @Test
    void an_inline_table_is_named_with_its_line_and_not_touched() {
        for (String inline : List.of(
                "[audit]\n\n[profile]\nacme = { issuer = \"i\" }\n",
                "\n\n\nprofile = { acme = { issuer = \"i\" } }\n",
                "\n\n\nprofile.acme = { issuer = \"i\" }\n")) {
            assertThatThrownBy(() -> with(inline, ACME, "issuer", "new"))
                    .isInstanceOf(NotEditable.class)
                    .hasMessageStartingWith("line 4 writes 'profile");
        }
    }

    private static String without(String file, List<String> table) throws NotEditable {
        String edited = new TomlText(file).withoutTable(table).toString();
        assertThat(Toml.parse(edited).errors()).as(edited).isEmpty();
        return edited;
    }

    private static String with(String file, List<String> table, String key, Object value) throws NotEditable {
        String edited = new TomlText(file).with(table, key, value).toString();
        // whatever else a test says, TOML it must be
        assertThat(Toml.parse(edited).errors()).as(edited).isEmpty();
        return edited;
    }
}
