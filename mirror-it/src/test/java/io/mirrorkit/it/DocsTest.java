package io.mirrorkit.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.mirrorkit.api.FlowConfig;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.apache.kafka.common.config.ConfigDef;
import org.junit.jupiter.api.Test;

/**
 * What the documents quote is what the build compiles, and what they list is what the code knows. Run with
 * {@code -Dmirrorkit.docs.write=true} to bring the documents up to date.
 */
class DocsTest {

    private static final boolean WRITE = Boolean.getBoolean("mirrorkit.docs.write");
    private static final Pattern QUOTE =
            Pattern.compile("<!-- quote: (\\S+)#(\\S+) -->\n```java\n(.*?)```\n", Pattern.DOTALL);
    private static final Path ROOT = root();

    private static Path root() {
        Path here = Path.of("").toAbsolutePath();
        return Files.exists(here.resolve("README.md")) ? here : here.getParent();
    }

    private static List<Path> documents() throws IOException {
        try (Stream<Path> guides = Files.walk(ROOT.resolve("docs"))) {
            List<Path> all = new ArrayList<>(
                    guides.filter(path -> path.toString().endsWith(".md")).toList());
            all.add(ROOT.resolve("README.md"));
            return all;
        }
    }

    @Test
    void shouldQuoteWhatIsCompiled() throws IOException {
        // Given
        int quotes = 0;
        for (Path document : documents()) {
            String text = Files.readString(document);
            StringBuilder expected = new StringBuilder();

            // When
            Matcher matcher = QUOTE.matcher(text);
            while (matcher.find()) {
                quotes++;
                String quote = "<!-- quote: " + matcher.group(1) + "#" + matcher.group(2) + " -->\n```java\n"
                        + region(ROOT.resolve(matcher.group(1)), matcher.group(2)) + "```\n";
                matcher.appendReplacement(expected, Matcher.quoteReplacement(quote));
            }
            matcher.appendTail(expected);

            // Then
            check(document, text, expected.toString());
        }
        assertThat(quotes).isGreaterThanOrEqualTo(3);
    }

    private static String region(Path file, String tag) throws IOException {
        List<String> lines = Files.readAllLines(file);
        int from = indexOf(lines, "// tag::" + tag + "[]") + 1;
        int to = indexOf(lines, "// end::" + tag + "[]");
        return String.join("\n", lines.subList(from, to)).stripIndent().strip() + "\n";
    }

    private static int indexOf(List<String> lines, String marker) {
        for (int i = 0; i < lines.size(); i++) {
            if (lines.get(i).strip().equals(marker)) {
                return i;
            }
        }
        throw new AssertionError("no line says " + marker);
    }

    @Test
    void shouldListAllSettings() throws IOException {
        // Given
        Path document = ROOT.resolve("docs/guide/settings.md");
        StringBuilder expected = new StringBuilder("# Settings of a flow\n\n")
                .append(
                        "`Flow.builder(…).config(key, value)`; an unknown key is an error. Keys that end in `.ms` also take a `Duration`.\n")
                .append("\n| key | default | |\n|---|---|---|\n");

        // When
        FlowConfig.configDef().configKeys().values().stream()
                .sorted((a, b) -> a.name.compareTo(b.name))
                .forEach(key -> expected.append(row(key)));

        // Then
        check(document, Files.exists(document) ? Files.readString(document) : "", expected.toString());
    }

    private static String row(ConfigDef.ConfigKey key) {
        return "| `" + key.name + "` | `" + key.defaultValue + "` | " + key.documentation + " |\n";
    }

    @Test
    void shouldNameFilesThatExist() throws IOException {
        // Given
        Pattern link = Pattern.compile("\\]\\(([^)#:]+)\\)");
        for (Path document : documents()) {

            // When
            Matcher matcher = link.matcher(Files.readString(document));
            while (matcher.find()) {

                // Then
                assertThat(document.getParent().resolve(matcher.group(1)).normalize())
                        .as("link in %s", document)
                        .exists();
            }
        }
    }

    private static void check(Path document, String actual, String expected) throws IOException {
        if (WRITE && !actual.equals(expected)) {
            Files.writeString(document, expected);
        } else {
            assertThat(actual)
                    .as("%s (bring it up to date with -Dmirrorkit.docs.write=true)", document)
                    .isEqualTo(expected);
        }
    }
}
