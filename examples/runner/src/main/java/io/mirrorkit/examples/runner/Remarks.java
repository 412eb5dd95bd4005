package io.mirrorkit.examples.runner;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** What the reader of a file has to say about it, in keys and never in values of client properties. Not thread-safe. */
final class Remarks {

    private final Set<String> withoutEffect = new TreeSet<>();
    private final Set<String> decided = new TreeSet<>();
    private final Set<String> warnings = new TreeSet<>();
    private final Map<String, Set<String>> notes = new LinkedHashMap<>();

    /** A key that is known, and that nothing here corresponds to. */
    void withoutEffect(String key) {
        withoutEffect.add(key);
    }

    /** A client property that MirrorKit sets itself. */
    void decided(String key) {
        decided.add(key);
    }

    /** Something that is probably not as it was meant. */
    void warn(String warning) {
        warnings.add(warning);
    }

    /** Something worth knowing of a pair. */
    void note(Pair pair, String note) {
        notes.computeIfAbsent(note, text -> new TreeSet<>()).add(pair.toString());
    }

    /** One line that names all keys that have no effect; empty if there is none. */
    Optional<String> withoutEffect() {
        List<String> parts = new ArrayList<>();
        if (!withoutEffect.isEmpty()) {
            parts.add("These keys have no effect here: " + String.join(", ", withoutEffect) + ".");
        }
        if (!decided.isEmpty()) {
            parts.add("These are decided by MirrorKit: " + String.join(", ", decided) + ".");
        }
        return parts.isEmpty() ? Optional.empty() : Optional.of(String.join(" ", parts));
    }

    /** One line each. */
    List<String> warnings() {
        return List.copyOf(warnings);
    }

    /** One line each, which names the pairs concerned. */
    List<String> notes() {
        return notes.entrySet().stream()
                .map(note -> String.join(", ", note.getValue()) + ": " + note.getKey())
                .toList();
    }
}
