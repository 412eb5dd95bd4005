package io.mirrorkit.api.contract;

import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Tuple;
import net.jqwik.api.arbitraries.StringArbitrary;

/**
 * Topic names as Kafka allows them: 1 to 249 of the characters {@code a-z A-Z 0-9 . _ -}, but neither {@code .} nor
 * {@code ..}.
 */
public final class LegalTopics {

    /** The longest name that a broker takes. */
    public static final int MAX_LENGTH = 249;

    private static final Pattern CHARACTERS = Pattern.compile("[a-zA-Z0-9._-]+");
    private static final List<String> WORDS = List.of(
            ".", "-", "_", "--", "__", "..", "heartbeats", "checkpoints", "internal", "mm2", "orders", "a", "B", "7");

    private LegalTopics() {}

    /**
     * Whether a broker would take a name.
     *
     * @param name any text
     * @return true for a legal topic name
     */
    public static boolean isLegal(String name) {
        return name.length() <= MAX_LENGTH
                && CHARACTERS.matcher(name).matches()
                && !name.equals(".")
                && !name.equals("..");
    }

    /**
     * All legal names up to a length, with an eye for the mean ones: separators at the ends and in a row, names that look
     * remote, internal or like heartbeats, and names of the full length.
     *
     * @param maxLength the longest name wanted, 1 to {@value #MAX_LENGTH}
     * @param words what should turn up in names more often than chance has it, such as aliases and remote names
     * @return a generator of legal names
     */
    public static Arbitrary<String> upTo(int maxLength, Collection<String> words) {
        return Arbitraries.frequencyOf(
                        Tuple.of(5, ofWords(words)),
                        Tuple.of(4, ofCharacters().ofMinLength(1).ofMaxLength(maxLength)),
                        Tuple.of(1, ofCharacters().ofLength(maxLength)))
                .filter(name -> name.length() <= maxLength && isLegal(name));
    }

    private static StringArbitrary ofCharacters() {
        return Arbitraries.strings()
                .withCharRange('a', 'z')
                .withCharRange('A', 'Z')
                .numeric()
                .withChars('.', '_', '-');
    }

    private static Arbitrary<String> ofWords(Collection<String> words) {
        Set<String> all = new LinkedHashSet<>(WORDS);
        all.addAll(words);
        return Arbitraries.of(all).list().ofMinSize(1).ofMaxSize(6).map(parts -> String.join("", parts));
    }
}
