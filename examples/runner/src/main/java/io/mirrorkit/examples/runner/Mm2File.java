package io.mirrorkit.examples.runner;

import io.mirrorkit.policy.PatternLists;
import java.io.IOException;
import java.io.Reader;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * A parsed {@code mm2.properties}: each key at the level at which it stands, which is the file's top, a cluster ({@code A.key}) or a pair
 * of clusters ({@code A->B.key}). What a key means, and whether it has a meaning, is not decided here. Immutable.
 */
final class Mm2File {

    private static final String CLUSTERS = "clusters";

    private final String name;
    private final List<String> clusters;
    private final Set<String> setTwice;
    private final Map<String, String> top = new TreeMap<>();
    private final Map<String, Map<String, String>> ofClusters = new HashMap<>();
    private final Map<Pair, Map<String, String>> ofPairs = new HashMap<>();

    private Mm2File(String name, List<String> clusters, Map<String, String> entries, Set<String> setTwice) {
        this.name = name;
        this.clusters = clusters;
        this.setTwice = setTwice;
        entries.forEach(this::place);
    }

    /**
     * Reads a file.
     *
     * @param name the file's name, for messages
     * @param text its content, which the caller closes
     * @throws BadFileException if it is no file of properties, or names no two clusters
     * @throws IOException if the reader fails
     */
    static Mm2File parse(String name, Reader text) throws IOException {
        Map<String, String> entries = new TreeMap<>();
        Set<String> setTwice = new TreeSet<>();
        try {
            new Collecting(entries, setTwice).load(text);
        } catch (IllegalArgumentException e) {
            throw new BadFileException(name, "has a \\u that no four hexadecimal digits follow", "correct the escape");
        }
        return new Mm2File(name, clusters(name, entries.get(CLUSTERS)), entries, setTwice);
    }

    /** Properties forget that a key was set before. */
    private static final class Collecting extends Properties {
        private static final long serialVersionUID = 1L;

        private final transient Map<String, String> entries;
        private final transient Set<String> setTwice;

        Collecting(Map<String, String> entries, Set<String> setTwice) {
            this.entries = entries;
            this.setTwice = setTwice;
        }

        @Override
        public synchronized Object put(Object key, Object value) {
            if (entries.put(key.toString(), value.toString().strip()) != null) {
                setTwice.add(key.toString());
            }
            return value;
        }
    }

    private static List<String> clusters(String file, @Nullable String list) {
        if (list == null) {
            throw new BadFileException(
                    file, "has no key \"clusters\"", "add clusters = A, B with the aliases of all clusters");
        }
        List<String> aliases;
        try {
            aliases = PatternLists.parseList(list);
        } catch (IllegalArgumentException e) {
            throw BadFileException.ofValue(
                    file, new Setting(CLUSTERS, list), "has an empty element", "remove the comma that is too many");
        }
        if (aliases.size() < 2) {
            throw BadFileException.ofValue(
                    file,
                    new Setting(CLUSTERS, list),
                    "names fewer than two clusters, and a flow needs two",
                    "name the source and the target");
        }
        return aliases;
    }

    private void place(String key, String value) {
        Optional<Pair> pair = pairOf(key);
        if (pair.isPresent()) {
            String rest = key.substring(pair.get().toString().length() + 1);
            ofPairs.computeIfAbsent(pair.get(), p -> new TreeMap<>()).put(rest, value);
            return;
        }
        Optional<String> cluster = Vocabulary.isTopLevel(key) ? Optional.empty() : aliasBefore('.', key);
        if (cluster.isPresent()) {
            String rest = key.substring(cluster.get().length() + 1);
            ofClusters.computeIfAbsent(cluster.get(), c -> new TreeMap<>()).put(rest, value);
            return;
        }
        top.put(key, value);
    }

    private Optional<Pair> pairOf(String key) {
        for (String source : longestFirst(clusters)) {
            if (key.startsWith(source + "->")) {
                Optional<String> target = aliasBefore('.', key.substring(source.length() + 2));
                if (target.isPresent()) {
                    return Optional.of(new Pair(source, target.get()));
                }
            }
        }
        return Optional.empty();
    }

    /** Aliases may have dots, so that one may be the beginning of another: the longer one counts. */
    private Optional<String> aliasBefore(char separator, String text) {
        return longestFirst(clusters).stream()
                .filter(alias -> text.startsWith(alias + separator))
                .findFirst();
    }

    private static List<String> longestFirst(List<String> aliases) {
        List<String> sorted = new ArrayList<>(aliases);
        sorted.sort(Comparator.comparing(String::length).reversed());
        return sorted;
    }

    /** The file's name, for messages. */
    String name() {
        return name;
    }

    /** The aliases, in the order of the file. */
    List<String> clusters() {
        return clusters;
    }

    /** All pairs of two clusters, whether the file says something of them or not. */
    List<Pair> pairs() {
        List<Pair> pairs = new ArrayList<>();
        for (String source : clusters) {
            clusters.stream()
                    .filter(target -> !target.equals(source))
                    .forEach(target -> pairs.add(new Pair(source, target)));
        }
        return pairs;
    }

    /** Keys that the file sets more than once. */
    Set<String> setTwice() {
        return setTwice;
    }

    /** What stands at the top, by key in order. */
    Map<String, String> top() {
        return Collections.unmodifiableMap(top);
    }

    /** What is said of a cluster, by key in order, without the alias. */
    Map<String, String> of(String cluster) {
        return ofClusters.getOrDefault(cluster, Map.of());
    }

    /** What is said of a pair, by key in order, without the aliases. */
    Map<String, String> of(Pair pair) {
        return ofPairs.getOrDefault(pair, Map.of());
    }

    /** All pairs that something is said of; the clusters of a pair may be one and the same. */
    Set<Pair> pairsMentioned() {
        return new LinkedHashSet<>(ofPairs.keySet());
    }

    /** What holds for a pair: what is said of the pair itself, or else what stands at the top. */
    Optional<Setting> setting(Pair pair, String key) {
        return ofPair(pair, key).or(() -> ofTop(key));
    }

    /** What is said of a pair. */
    Optional<Setting> ofPair(Pair pair, String key) {
        return Optional.ofNullable(of(pair).get(key)).map(value -> new Setting(pair + "." + key, value));
    }

    /** What is said of a cluster. */
    Optional<Setting> ofCluster(String cluster, String key) {
        return Optional.ofNullable(of(cluster).get(key)).map(value -> new Setting(cluster + "." + key, value));
    }

    /** What stands at the top. */
    Optional<Setting> ofTop(String key) {
        return Optional.ofNullable(top.get(key)).map(value -> new Setting(key, value));
    }

    /** Without any value (invariant J). */
    @Override
    public String toString() {
        return "Mm2File[" + name + ", clusters " + clusters + "]";
    }
}
