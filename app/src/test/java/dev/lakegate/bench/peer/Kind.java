package dev.lakegate.bench.peer;

import dev.lakegate.sandbox.PackagingScript;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/// Who is compared, in the order of the tables.
public enum Kind {
    DIRECT("direct", "no proxy"),
    LAKEGATE("lakegate", "Lakegate"),
    HAPROXY("haproxy", "HAProxy"),
    HAPROXY_LOGGING("haproxy-logging", "HAProxy, logging"),
    NGINX("nginx", "nginx"),
    GO("go", "Go ReverseProxy"),
    CADDY("caddy", "Caddy"),
    NODE("node", "Node");

    private static final Pattern JVM_OPTION = Pattern.compile("(?<= )(-X\\S+|--enable-\\S+|--add-\\S+)");

    private final String id;
    private final String title;

    Kind(String id, String title) {
        this.id = id;
        this.title = title;
    }

    /// As it is named in commands and figures.
    public String id() {
        return id;
    }

    /// As it is named in tables.
    public String title() {
        return title;
    }

    /// The one with that name.
    public static Optional<Kind> named(String id) {
        return Arrays.stream(values()).filter(kind -> kind.id.equals(id)).findFirst();
    }

    /// Which one this machine has, as its program says it. Throws what is missing.
    public String version() throws IOException, InterruptedException {
        String said = switch (this) {
            case DIRECT, HAPROXY_LOGGING -> "";
            case LAKEGATE -> source() + " on JDK " + Runtime.version();
            case HAPROXY -> Task.said(List.of(program(), "-v"));
            case NGINX -> Task.said(List.of(program(), "-v"));
            case GO -> goVersion();
            case CADDY -> Task.said(List.of(program(), "version"));
            case NODE -> Task.said(List.of(program(), "--version"));
        };
        return said.lines().findFirst().orElse("").replaceAll(" - http.*| 20[0-9]{2}/[0-9/]+", "");
    }

    private static String source() throws IOException, InterruptedException {
        return Task.said(List.of("git", "-C", System.getProperty("lakegate.root"), "describe", "--always", "--dirty"));
    }

    private String goVersion() throws IOException {
        Pattern version = Pattern.compile("go1\\.[0-9.]+");
        return version.matcher(Files.readString(Path.of(program()), StandardCharsets.ISO_8859_1))
                .results()
                .map(MatchResult::group)
                .findFirst()
                .orElse("Go");
    }

    /// Its program, which is provided when it is not there.
    private String program() {
        return switch (this) {
            case DIRECT -> throw new IllegalStateException("no proxy is no program");
            case LAKEGATE ->
                Path.of(System.getProperty("java.home"), "bin/java").toString();
            case HAPROXY, HAPROXY_LOGGING ->
                PackagingScript.run("gateway/haproxy").getLast();
            case NODE -> PackagingScript.run("node").getLast();
            case NGINX, GO, CADDY ->
                PackagingScript.run("../app/bench/peers/provide", id).getLast();
        };
    }

    List<String> command(Task task, List<String> javaOptions) throws IOException {
        return switch (this) {
            case DIRECT -> throw new IllegalStateException("no proxy is no program");
            case LAKEGATE -> lakegate(task, javaOptions);
            case HAPROXY, HAPROXY_LOGGING ->
                List.of(program(), "-db", "-f", task.configured("haproxy.cfg").toString());
            case NGINX ->
                List.of(
                        program(),
                        "-p",
                        task.folder().toString(),
                        "-e",
                        "stderr",
                        "-c",
                        task.configured("nginx.conf").toString());
            case GO -> List.of(program());
            case CADDY ->
                List.of(
                        program(),
                        "run",
                        "--adapter",
                        "caddyfile",
                        "--config",
                        task.configured("Caddyfile").toString());
            case NODE -> List.of(program(), Task.committed("node.mjs").toString());
        };
    }

    Map<String, String> variables(Task task) {
        Map<String, String> variables = task.variables();
        variables.put("HOME", task.folder().toString());
        if (this == HAPROXY_LOGGING) {
            variables.put("LOGGING", "yes");
        }
        return variables;
    }

    /// The built program's jars and its launcher's options, with another `main`.
    private List<String> lakegate(Task task, List<String> javaOptions) throws IOException {
        Path built = Path.of(System.getProperty("lakegate.root"), "app/target");
        String launcher = Files.readString(built.resolve("lakegate/bin/lakegate"));
        List<String> command = new ArrayList<>(List.of(program()));
        JVM_OPTION.matcher(launcher).results().map(MatchResult::group).forEach(command::add);
        command.addAll(javaOptions);
        command.addAll(List.of(
                "-cp",
                built.resolve("lakegate/lib") + "/*:" + built.resolve("test-classes"),
                OurProxy.class.getName(),
                task.folder().toString()));
        return command;
    }
}
