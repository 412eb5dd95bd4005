package io.mirrorkit.examples.runner;

import java.io.IOException;
import java.io.InputStreamReader;
import java.io.Reader;
import java.io.StringReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Objects;
import java.util.Set;

/** Files for tests: of lines, and of resources. */
final class Texts {

    /** What every file of two clusters needs. */
    static final String TWO = """
            clusters = A, B
            A.bootstrap.servers = a:9092
            B.bootstrap.servers = b:9092
            A->B.enabled = true
            """;

    private Texts() {}

    static Mm2File file(String text) {
        return file("mm2.properties", new StringReader(text));
    }

    static Mm2File two(String more) {
        return file(TWO + more);
    }

    static Mm2File resource(String name) {
        return file(
                name,
                new InputStreamReader(
                        Objects.requireNonNull(Texts.class.getResourceAsStream("/mm2/" + name)),
                        StandardCharsets.UTF_8));
    }

    private static Mm2File file(String name, Reader text) {
        try (text) {
            return Mm2File.parse(name, text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static Deployment deployment(Mm2File file) {
        return FlowLoader.deployment(file, Set.of());
    }
}
