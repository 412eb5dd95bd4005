package io.mirrorkit.examples.runner;

import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Looks at every key of a file: those that nothing corresponds to are remarked on together, those that nobody knows one by one with
 * what they may have been meant to be, and what asks for other records than the source's is refused. Pure.
 */
final class KeySurvey {

    /** Looks like a key, so that showing it shows no piece of a secret that a broken line has made a key. */
    private static final Pattern LEGIBLE = Pattern.compile("[A-Za-z0-9_-]{1,40}([.>-]+[A-Za-z0-9_-]{1,40})*");

    private final Mm2File file;
    private final Remarks remarks;
    private final Set<String> all;

    private KeySurvey(Mm2File file, Remarks remarks) {
        this.file = file;
        this.remarks = remarks;
        this.all = Vocabulary.all(file);
    }

    /**
     * Surveys a file.
     *
     * @throws BadFileException if it asks for transforms
     */
    static void of(Mm2File file, Remarks remarks) {
        KeySurvey survey = new KeySurvey(file, remarks);
        file.setTwice().stream()
                .filter(key -> survey.mayBeShown(key))
                .forEach(key -> remarks.warn(key + " is set more than once; the last line counts"));
        file.top().forEach(survey::top);
        file.clusters().forEach(cluster -> file.of(cluster).forEach((key, value) -> survey.ofCluster(cluster, key)));
        file.pairsMentioned().forEach(pair -> file.of(pair).forEach((key, value) -> survey.ofPair(pair, key)));
    }

    private void top(String key, String value) {
        refuseTransform(key, key);
        if (key.equals("clusters") || Vocabulary.isOfFlow(key) || Vocabulary.isConnection(key)) {
            return;
        }
        if (Vocabulary.isWithoutEffect(key) || key.equals(Vocabulary.ENABLED)) {
            remarks.withoutEffect(key);
        } else if (file.clusters().contains(key) && value.startsWith("->")) {
            remarks.warn(
                    "a line that begins with \"" + key + " ->\" is ignored; write \"" + key + "->\" without blanks");
        } else if (needsAlias(key)) {
            remarks.warn(key + " is ignored, as MirrorMaker 2 ignores it; write "
                    + file.clusters().get(0) + "." + key + ", one line for each cluster");
        } else {
            unknown(key, key);
        }
    }

    private static boolean needsAlias(String key) {
        return Vocabulary.clientOf(key)
                .filter(kind -> Vocabulary.CLIENT_KEYS.containsKey(key.substring(kind.length() + 1)))
                .isPresent();
    }

    private void ofCluster(String cluster, String key) {
        String full = cluster + "." + key;
        refuseTransform(full, key);
        Optional<String> client = Vocabulary.clientOf(key);
        if (Vocabulary.isWithoutEffect(key)) {
            remarks.withoutEffect(full);
        } else if (client.isPresent()) {
            ofClient(full, client.get(), key.substring(client.get().length() + 1));
        } else if (Vocabulary.TAKEN_INTO_THE_FLOW.containsKey(key)) {
            remarks.warn(
                    full + " is ignored; write " + cluster + "." + Vocabulary.TAKEN_INTO_THE_FLOW.get(key) + "." + key);
        } else if (Vocabulary.CLIENT_KEYS.containsKey(key)) {
            return;
        } else if (Vocabulary.isOfFlow(key) || key.equals(Vocabulary.ENABLED)) {
            remarks.warn(full + " is ignored, since it belongs to a pair of clusters; write " + exampleOf(cluster) + "."
                    + key);
        } else {
            unknown(full, key);
        }
    }

    private Pair exampleOf(String target) {
        return file.pairs().stream()
                .filter(pair -> pair.target().equals(target))
                .findFirst()
                .orElseThrow();
    }

    private void ofPair(Pair pair, String key) {
        String full = pair + "." + key;
        refuseTransform(full, key);
        if (pair.source().equals(pair.target())) {
            remarks.warn(full + " is ignored, since a flow needs two clusters");
        } else if (Vocabulary.isWithoutEffect(key)) {
            remarks.withoutEffect(full);
        } else if (!key.equals(Vocabulary.ENABLED) && !Vocabulary.isOfFlow(key)) {
            FlowClientKey.parse(key).ifPresentOrElse(client -> ofFlowClient(full, client), () -> unknown(full, key));
        }
    }

    private void ofFlowClient(String full, FlowClientKey client) {
        if (client.hasEffect()) {
            client.kind().ifPresent(kind -> ofClient(full, kind, client.property()));
        } else {
            remarks.withoutEffect(full);
        }
    }

    /** A property that no client knows may be an interceptor's own, so it is passed on. */
    private void ofClient(String full, String kind, String property) {
        if (!Vocabulary.isPropertyOf(kind, property) && !Vocabulary.DECIDED.contains(property) && mayBeShown(full)) {
            remarks.warn(full + " is no property of a " + kind + "; it is passed on as it is" + guess(full));
        }
    }

    private void refuseTransform(String full, String key) {
        if (Vocabulary.isTransform(key)) {
            throw BadFileException.ofKey(
                    file.name(),
                    full,
                    "asks for records to be changed on their way, which this program can't do",
                    "remove the key if records may be copied unchanged");
        }
    }

    private void unknown(String full, String key) {
        String renamed = Vocabulary.RENAMED.get(key);
        if (renamed != null) {
            remarks.warn(full + " is ignored, as MirrorMaker 2 ignores it since 4.0; write "
                    + full.substring(0, full.length() - key.length()) + renamed);
        } else if (mayBeShown(full)) {
            remarks.warn("nobody knows the key " + full + ", so it is ignored" + guess(full));
        } else {
            remarks.warn(
                    "a key that looks like a piece of a value is ignored, and not shown here: look for a line that is broken"
                            + " without a \\ at its end");
        }
    }

    private String guess(String full) {
        return Spelling.nearest(full, all)
                .map(near -> "; did you mean " + near + "?")
                .orElse("");
    }

    private boolean mayBeShown(String key) {
        return LEGIBLE.matcher(key).matches()
                && (key.contains(".") || Spelling.nearest(key, all).isPresent());
    }
}
