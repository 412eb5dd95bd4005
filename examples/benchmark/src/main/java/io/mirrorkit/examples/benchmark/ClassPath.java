package io.mirrorkit.examples.benchmark;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.jar.Attributes;
import java.util.jar.JarFile;
import java.util.regex.Pattern;

/**
 * The class path of copying processes: this program's without the brokers, since Connect looks through all of it when it starts.
 */
final class ClassPath {

    private static final List<String> OF_BROKERS = List.of(
            "kafka_",
            "kafka-server",
            "kafka-storage",
            "kafka-raft",
            "kafka-metadata",
            "kafka-group-coordinator",
            "kafka-transaction-coordinator",
            "kafka-share-coordinator",
            "kafka-coordinator-common",
            "kafka-test-common",
            "kafka-tools-api",
            "scala-",
            "metrics-core");

    private static final Pattern SEPARATOR = Pattern.compile(Pattern.quote(File.pathSeparator));
    private static final Pattern BLANKS = Pattern.compile("\\s+");

    private ClassPath() {}

    static String withoutBrokers() {
        Set<String> entries = new LinkedHashSet<>();
        for (String entry :
                SEPARATOR.splitAsStream(System.getProperty("java.class.path")).toList()) {
            expand(Path.of(entry)).stream()
                    .filter(ClassPath::isNotOfBrokers)
                    .map(Path::toString)
                    .forEach(entries::add);
        }
        return String.join(File.pathSeparator, entries);
    }

    private static boolean isNotOfBrokers(Path entry) {
        String name = String.valueOf(entry.getFileName());
        return OF_BROKERS.stream().noneMatch(name::startsWith);
    }

    /** An entry, and what the manifest names if it is a jar. */
    private static List<Path> expand(Path entry) {
        List<Path> all = new ArrayList<>(List.of(entry));
        if (Files.isRegularFile(entry)) {
            for (String name : namedBy(entry)) {
                all.add(entry.resolveSibling(name));
            }
        }
        return all;
    }

    private static List<String> namedBy(Path file) {
        try (JarFile jar = new JarFile(file.toFile())) {
            String names = jar.getManifest() == null
                    ? null
                    : jar.getManifest().getMainAttributes().getValue(Attributes.Name.CLASS_PATH);
            // Libraries name files that are not there, too.
            return names == null
                    ? List.of()
                    : BLANKS.splitAsStream(names.trim())
                            .filter(name -> Files.exists(file.resolveSibling(name)))
                            .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
