package dev.lakegate.sandbox;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URLEncoder;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;

/// Every secret that the tests of this run have used, and the search for them in whatever was written.
///
/// A secret counts as written in any of these forms: plain, URL-encoded, base64 at each of its three
/// alignments, and by
/// its first 12 characters alone. Those of a JWT are the same for all that share a header, so no JWT at all may
/// appear.
public final class Canaries {
    private static final int RECOGNISABLE = 12;
    private static final Set<String> SECRETS = ConcurrentHashMap.newKeySet();

    private Canaries() {}

    public static void add(String secret) {
        if (secret.length() < RECOGNISABLE) {
            throw new IllegalArgumentException("too short to be recognised");
        }
        SECRETS.add(secret);
    }

    public static int count() {
        return SECRETS.size();
    }

    /// The places below the folder where a secret stands, as file and form; never the secret itself. Local keys
    /// may
    /// stand
    /// in their own files.
    public static List<String> writtenBelow(Path folder) {
        return writtenBelow(folder, SECRETS);
    }

    /// The same of other secrets, which are none of the run's.
    public static List<String> writtenBelow(Path folder, Set<String> secrets) {
        Set<Form> forms = new TreeSet<>();
        secrets.forEach(secret -> forms.addAll(formsOf(secret)));
        List<String> places = new ArrayList<>();
        try {
            for (Path file : filesBelow(folder)) {
                String content = Files.readString(file, ISO_8859_1);
                forms.stream()
                        .filter(form -> content.contains(form.text))
                        .forEach(form -> places.add(folder.relativize(file) + ": " + form.name));
            }
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
        return places;
    }

    /// A file that goes while it is looked for has been replaced by the next one: reports are written while
    /// tests run.
    private static List<Path> filesBelow(Path folder) throws IOException {
        List<Path> files = new ArrayList<>();
        Files.walkFileTree(folder, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
                if (attributes.isRegularFile() && !file.toString().endsWith(".key")) {
                    files.add(file);
                }
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFileFailed(Path file, IOException failure) throws IOException {
                if (failure instanceof NoSuchFileException && !file.equals(folder)) {
                    return FileVisitResult.CONTINUE;
                }
                throw failure;
            }
        });
        return files;
    }

    private record Form(String name, String text) implements Comparable<Form> {
        @Override
        public int compareTo(Form other) {
            return text.compareTo(other.text);
        }
    }

    private static List<Form> formsOf(String secret) {
        List<Form> forms = new ArrayList<>();
        forms.add(new Form("a secret", secret));
        forms.add(new Form("the first characters of a secret", secret.substring(0, RECOGNISABLE)));
        forms.add(new Form("a secret, URL-encoded", URLEncoder.encode(secret, UTF_8)));
        for (int before = 0; before < 3; before++) {
            byte[] shifted = (" ".repeat(before) + secret).getBytes(UTF_8);
            String whole = Base64.getEncoder().withoutPadding().encodeToString(shifted);
            // the ends mix with their neighbours' bits
            forms.add(new Form("a secret, base64", whole.substring(4, whole.length() - 4)));
        }
        return forms;
    }
}
