package io.mirrorkit.policy;

import java.util.List;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;
import java.util.stream.Collectors;

/**
 * A name is taken if it matches an include and no exclude, each as a whole.
 *
 * @param includes the patterns of which one has to match
 * @param excludes the patterns of which none may match
 */
record NamePatterns(List<Pattern> includes, List<Pattern> excludes) {

    private static final List<String> ANY = List.of(".*");

    /** Compiles both lists; {@code what} names the filter's subject in messages. */
    static NamePatterns of(String what, List<String> includes, List<String> excludes) {
        return new NamePatterns(compile(what + " includes", includes), compile(what + " excludes", excludes));
    }

    static NamePatterns include(String what, String... patterns) {
        return of(what, List.of(patterns), List.of());
    }

    static NamePatterns exclude(String what, String... patterns) {
        return of(what, ANY, List.of(patterns));
    }

    private static List<Pattern> compile(String list, List<String> patterns) {
        return patterns.stream()
                .distinct()
                .sorted()
                .map(pattern -> compile(list, patterns, pattern))
                .toList();
    }

    private static Pattern compile(String list, List<String> patterns, String pattern) {
        if (pattern.isBlank()) {
            throw refused(list, patterns, pattern, "is empty");
        }
        if (pattern.contains(",")) {
            throw refused(list, patterns, pattern, "holds a comma, which separates patterns; give each as an element");
        }
        try {
            return Pattern.compile(pattern, Pattern.DOTALL);
        } catch (PatternSyntaxException e) {
            String why = "is not a regular expression: " + e.getDescription() + " near index " + e.getIndex();
            throw new IllegalArgumentException(
                    refused(list, patterns, pattern, why).getMessage(), e);
        }
    }

    private static IllegalArgumentException refused(String list, List<String> patterns, String pattern, String why) {
        return new IllegalArgumentException("\"" + pattern + "\" in the " + list + " " + patterns + " " + why);
    }

    boolean accepts(String name) {
        return anyMatches(includes, name) && !anyMatches(excludes, name);
    }

    private static boolean anyMatches(List<Pattern> patterns, String name) {
        return patterns.stream().anyMatch(pattern -> pattern.matcher(name).matches());
    }

    String description() {
        String included = "include(" + join(includes) + ")";
        return excludes.isEmpty() ? included : included + " exclude(" + join(excludes) + ")";
    }

    private static String join(List<Pattern> patterns) {
        return patterns.stream().map(Pattern::pattern).collect(Collectors.joining(", "));
    }
}
