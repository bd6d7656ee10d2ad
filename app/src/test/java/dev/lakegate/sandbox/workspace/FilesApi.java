package dev.lakegate.sandbox.workspace;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.nio.file.StandardCopyOption.ATOMIC_MOVE;

import java.io.IOException;
import java.net.URLDecoder;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.eclipse.jetty.http.ByteRange;
import org.eclipse.jetty.http.DateGenerator;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.io.ByteBufferPool;
import org.eclipse.jetty.io.Content;

/// Files in volumes, kept on disk and streamed both ways.
///
/// Transfers by pre-signed storage URLs are said to be switched off, upon which SDKs that would like them send the
/// bytes through here.
final class FilesApi {
    static final String PREFIX = "/api/2.0/fs/";

    private static final String FILES = PREFIX + "files";
    private static final String DIRECTORIES = PREFIX + "directories";
    private static final int READ_BYTES = 64 * 1024;

    private final Path root;
    private final Path uploading;

    FilesApi(Path folder) throws IOException {
        root = Files.createDirectories(folder.resolve("files"));
        uploading = Files.createDirectories(folder.resolve("uploading"));
    }

    void answer(Call call) throws IOException, Refusal {
        if (call.path().startsWith(FILES + "/")) {
            var path = decoded(call.path().substring(FILES.length()));
            switch (call.method()) {
                case "PUT" -> upload(call, onDisk(path));
                case "GET" -> download(call, existingFile(path));
                case "HEAD" -> describe(call, existingFile(path));
                case "DELETE" -> delete(call, existingFile(path));
                case "POST" -> initiateUpload(call);
                default -> throw Refusal.noSuchApi(call);
            }
        } else if (call.path().startsWith(DIRECTORIES + "/")) {
            var path = decoded(call.path().substring(DIRECTORIES.length()));
            switch (call.method()) {
                case "PUT" -> createDirectory(call, onDisk(path));
                case "GET" -> list(call, path, existingDirectory(path));
                case "HEAD" -> {
                    existingDirectory(path);
                    call.empty(200);
                }
                case "DELETE" -> delete(call, existingDirectory(path));
                default -> throw Refusal.noSuchApi(call);
            }
        } else if (call.method().equals("POST") && call.path().matches(PREFIX + "create-[a-z-]+-urls?")) {
            var message = "Presigned URLs are not enabled.";
            throw Refusal.api(403, "PERMISSION_DENIED", message, "FILES_API_API_IS_NOT_ENABLED");
        } else {
            throw Refusal.noSuchApi(call);
        }
    }

    private void upload(Call call, Path file) throws IOException, Refusal {
        var staged = Files.createTempFile(uploading, null, null);
        try {
            try (var body = call.body();
                    var out = Files.newOutputStream(staged)) {
                body.transferTo(out);
            }
            Files.createDirectories(file.getParent());
            if (call.query("overwrite", "false").equals("true") && !Files.isDirectory(file)) {
                Files.move(staged, file, ATOMIC_MOVE);
            } else {
                Files.move(staged, file);
            }
        } catch (FileAlreadyExistsException e) {
            throw Refusal.api(409, "ALREADY_EXISTS", "The file being created already exists.");
        } finally {
            Files.deleteIfExists(staged);
        }
        call.empty(204);
    }

    private static void download(Call call, Path file) throws IOException, Refusal {
        var size = Files.size(file);
        fileFields(call, file);
        var asked = call.fields().getValuesList(HttpHeader.RANGE);
        var ranges = ByteRange.parse(asked, size);
        if (!asked.isEmpty() && ranges.isEmpty()) {
            call.field("Content-Range", "bytes */" + size);
            throw Refusal.api(416, "INVALID_PARAMETER_VALUE", "The range cannot be satisfied.");
        }
        if (ranges.size() == 1) {
            var range = ranges.getFirst();
            call.field("Content-Range", range.toHeaderValue(size));
            send(call, 206, file, range.first(), range.getLength());
        } else {
            // Several ranges in one answer are optional (RFC 9110 section 14.2): the whole file is sent.
            send(call, 200, file, 0, size);
        }
    }

    private static void send(Call call, int status, Path file, long first, long length) {
        if (length == 0) {
            call.field("Content-Length", "0");
            call.empty(status);
        } else {
            var buffers = new ByteBufferPool.Sized(call.bufferPool(), true, READ_BYTES);
            call.content(status, length, Content.Source.from(buffers, file, first, length));
        }
    }

    private static void describe(Call call, Path file) throws IOException {
        var size = Files.size(file);
        fileFields(call, file);
        call.field("Content-Length", Long.toString(size));
        call.empty(200);
    }

    private static void fileFields(Call call, Path file) throws IOException {
        call.field("Content-Type", "application/octet-stream");
        call.field("Last-Modified", DateGenerator.formatDate(modified(file)));
        call.field("Accept-Ranges", "bytes");
    }

    /// Grants the session, so that the SDK asks for its URLs next and learns there that it must do without.
    private static void initiateUpload(Call call) throws Refusal {
        if (!call.query("action", "").equals("initiate-upload")) {
            throw Refusal.noSuchApi(call);
        }
        var session = Json.object("session_token", UUID.randomUUID().toString());
        call.json(200, Json.object("multipart_upload", session));
    }

    private static void createDirectory(Call call, Path directory) throws IOException, Refusal {
        try {
            Files.createDirectories(directory);
        } catch (FileAlreadyExistsException e) {
            throw Refusal.api(409, "ALREADY_EXISTS", "A file with that name already exists.");
        }
        call.empty(204);
    }

    private void list(Call call, String path, Path directory) throws IOException, Refusal {
        var from = call.query("page_token", 0);
        var size = Math.clamp(call.query("page_size", 1000), 1, 1000);
        var parent = path.endsWith("/") ? path : path + "/";
        List<Path> entries;
        try (var children = Files.list(directory)) {
            entries = children.sorted().toList();
        }
        var page = entries.stream().skip(from).limit(size).map(e -> entry(parent, e));
        var answer = Json.object("contents", page.toList());
        if (from + size < entries.size()) {
            answer.put("next_page_token", Long.toString(from + size));
        }
        call.json(200, answer);
    }

    private static Map<String, Object> entry(String parent, Path path) {
        var name = path.getFileName().toString();
        var entry = Json.object("path", parent + name, "name", name, "is_directory", Files.isDirectory(path));
        if (Files.isRegularFile(path)) {
            entry.put("file_size", path.toFile().length());
            entry.put("last_modified", path.toFile().lastModified());
        }
        return entry;
    }

    private static void delete(Call call, Path path) throws IOException, Refusal {
        try {
            Files.delete(path);
        } catch (DirectoryNotEmptyException e) {
            var message = "The directory being deleted is not empty.";
            throw Refusal.api(400, "INVALID_PARAMETER_VALUE", message, "FILES_API_DIRECTORY_IS_NOT_EMPTY");
        }
        call.empty(204);
    }

    private Path existingFile(String path) throws Refusal {
        var file = onDisk(path);
        if (!Files.isRegularFile(file)) {
            throw Refusal.api(404, "NOT_FOUND", "The file being accessed is not found.");
        }
        return file;
    }

    private Path existingDirectory(String path) throws Refusal {
        var directory = onDisk(path);
        if (!Files.isDirectory(directory)) {
            var message = "The directory being accessed is not found.";
            throw Refusal.api(404, "NOT_FOUND", message, "FILES_API_DIRECTORY_IS_NOT_FOUND");
        }
        return directory;
    }

    private Path onDisk(String path) throws Refusal {
        var names = List.of(path.replaceFirst("^/", "").replaceFirst("/$", "").split("/", -1));
        var isInVolume = names.size() >= 4 && names.getFirst().equals("Volumes");
        if (!isInVolume || names.stream().anyMatch(n -> n.isEmpty() || n.matches("\\.\\.?|.*\0.*"))) {
            throw Refusal.api(400, "INVALID_PARAMETER_VALUE", "Invalid path: " + path);
        }
        return root.resolve(String.join("/", names));
    }

    private static String decoded(String path) throws Refusal {
        try {
            return URLDecoder.decode(path.replace("+", "%2B"), UTF_8);
        } catch (IllegalArgumentException e) {
            throw Refusal.api(400, "MALFORMED_REQUEST", "The path is not well encoded.");
        }
    }

    private static Instant modified(Path file) throws IOException {
        return Files.getLastModifiedTime(file).toInstant();
    }
}
