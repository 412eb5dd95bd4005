package io.mirrorkit.examples.benchmark;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Writes maps, lists, texts, numbers, truth values and null as JSON, indented. */
final class Json {

    private static final String STEP = "  ";

    private Json() {}

    static String of(@Nullable Object value) {
        return of(value, "\n") + "\n";
    }

    private static String of(@Nullable Object value, String newLine) {
        if (value instanceof Map<?, ?> map) {
            return object(map, newLine);
        }
        if (value instanceof List<?> list) {
            return array(list, newLine);
        }
        if (value instanceof Double number && !Double.isFinite(number)) {
            throw new IllegalArgumentException(number + " is not a number in JSON");
        }
        return value == null || value instanceof Number || value instanceof Boolean
                ? String.valueOf(value)
                : text(value.toString());
    }

    private static String object(Map<?, ?> map, String newLine) {
        return enclosed(
                "{",
                map.entrySet().stream()
                        .map(entry ->
                                text(String.valueOf(entry.getKey())) + ": " + of(entry.getValue(), newLine + STEP))
                        .toList(),
                "}",
                newLine);
    }

    private static String array(List<?> list, String newLine) {
        return enclosed(
                "[", list.stream().map(value -> of(value, newLine + STEP)).toList(), "]", newLine);
    }

    private static String enclosed(String open, List<String> values, String close, String newLine) {
        return values.isEmpty()
                ? open + close
                : open + newLine + STEP + String.join("," + newLine + STEP, values) + newLine + close;
    }

    private static String text(String text) {
        return text.chars().mapToObj(c -> escaped((char) c)).collect(Collectors.joining("", "\"", "\""));
    }

    private static String escaped(char c) {
        return switch (c) {
            case '"' -> "\\\"";
            case '\\' -> "\\\\";
            case '\n' -> "\\n";
            case '\r' -> "\\r";
            case '\t' -> "\\t";
            default -> c < ' ' ? String.format(Locale.ROOT, "\\u%04x", (int) c) : String.valueOf(c);
        };
    }
}
