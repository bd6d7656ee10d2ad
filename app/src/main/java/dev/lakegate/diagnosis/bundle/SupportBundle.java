package dev.lakegate.diagnosis.bundle;

import dev.lakegate.audit.AuditFolder;
import dev.lakegate.config.SharedConfiguration;
import dev.lakegate.diagnosis.Diagnosis;
import dev.lakegate.diagnosis.check.Surroundings;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import tools.jackson.databind.json.JsonMapper;

/// What whoever supports this person needs to see, less what nobody may: no secret, and nothing personal.
///
/// @param files text by file name, as it will be packed
public record SupportBundle(Map<String, String> files) {
    private static final String README = """
            This is a support bundle of Lakegate. It holds

              lakegate.toml           the configuration: all keys, and the values that say nothing of the person
              managed-lakegate.toml   the administrator's, likewise
              doctor.json             what 'lakegate doctor' found
              versions.json           of Lakegate, Java and the operating system
              audit.jsonl             the last requests: when, route, API, status, code, ids, durations, bytes
              lakegate.log            the program's own log
              threads.txt             what the program's threads were doing

            What may be told is on a list; everything else was replaced by ***: tokens, keys, names, e-mail addresses,
            subjects, paths, queries. Host names of the company's provider, gateway and workspaces are told, since
            nobody could help without them.
            """;

    public SupportBundle {
        files = Collections.unmodifiableMap(new LinkedHashMap<>(files));
    }

    /// Gathers everything; blocks on the disk.
    ///
    /// @param threads of the running program
    public static SupportBundle of(Surroundings surroundings, Diagnosis diagnosis, String threads) {
        Redaction redaction = new Redaction(surroundings);
        Path state = surroundings.locations().stateFolder();
        Map<String, String> files = new LinkedHashMap<>();
        files.put("README.txt", README);
        files.put(
                "lakegate.toml", SharedConfiguration.of(surroundings.locations().configFile()));
        files.put(
                "managed-lakegate.toml",
                SharedConfiguration.of(surroundings.locations().managedFile()));
        files.put("doctor.json", redaction.of(diagnosis.json()));
        files.put("versions.json", versions(surroundings, diagnosis));
        files.put("audit.jsonl", AuditExcerpt.of(AuditFolder.in(state)));
        files.put("lakegate.log", LogExcerpt.of(state.resolve("log").resolve("lakegate.0.log"), redaction));
        files.put("threads.txt", redaction.of(threads));
        return new SupportBundle(files);
    }

    /// As a zip file.
    public byte[] zip() {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ZipOutputStream zip = new ZipOutputStream(bytes, StandardCharsets.UTF_8)) {
            for (Map.Entry<String, String> file : files.entrySet()) {
                zip.putNextEntry(new ZipEntry(file.getKey()));
                zip.write(file.getValue().getBytes(StandardCharsets.UTF_8));
                zip.closeEntry();
            }
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
        return bytes.toByteArray();
    }

    private static String versions(Surroundings surroundings, Diagnosis diagnosis) {
        Map<String, String> versions = new LinkedHashMap<>();
        versions.put("lakegate", diagnosis.version());
        versions.put("running_lakegate", surroundings.status().fold(report -> report.version(), reason -> "unknown"));
        versions.put("java", Runtime.version().toString());
        versions.put("java_vendor", System.getProperty("java.vendor"));
        versions.put("os", System.getProperty("os.name"));
        versions.put("os_version", System.getProperty("os.version"));
        versions.put("architecture", System.getProperty("os.arch"));
        versions.put("haproxy", "unknown: the gateway does not tell");
        return new JsonMapper().writerWithDefaultPrettyPrinter().writeValueAsString(versions);
    }
}
