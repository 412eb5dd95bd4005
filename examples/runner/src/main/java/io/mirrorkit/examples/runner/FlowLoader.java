package io.mirrorkit.examples.runner;

import io.mirrorkit.api.Flow;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Makes flows and client properties of a file. Pure: reaches no cluster. */
final class FlowLoader {

    /**
     * A flow with what is needed to reach its target.
     *
     * @param flow the flow
     * @param properties of the target's clients
     */
    record OnTarget(Flow flow, ClientProperties properties) {}

    private final Mm2File file;
    private final Remarks remarks = new Remarks();
    private final ClientLayers clients;

    private FlowLoader(Mm2File file) {
        this.file = file;
        this.clients = new ClientLayers(file, remarks);
    }

    /**
     * The flows to run.
     *
     * @param targets the clusters that this process writes to; empty for all
     * @throws BadFileException if the file can't be understood, or nothing is enabled
     */
    static Deployment deployment(Mm2File file, Set<String> targets) {
        return new FlowLoader(file).deployment(targets);
    }

    /**
     * One flow of a file, enabled or not, as its target alone shows it.
     *
     * @param name the pair ({@code A->B}) or the flow's name ({@code A-B}); empty if only one is enabled
     * @throws BadFileException if the file can't be understood
     * @throws UsageException if it is not clear which flow is meant
     */
    static OnTarget onTarget(Mm2File file, Optional<String> name) {
        return new FlowLoader(file).onTarget(name);
    }

    private Deployment deployment(Set<String> targets) {
        requireKnown(targets);
        KeySurvey.of(file, remarks);
        List<Pair> pairs = new ArrayList<>();
        List<String> leftOut = new ArrayList<>();
        for (Pair pair : file.pairs()) {
            if (!isEnabled(pair)) {
                leftOut.add(pair + " is not enabled");
            } else if (!targets.isEmpty() && !targets.contains(pair.target())) {
                leftOut.add(pair + " writes to a cluster that --clusters does not name");
            } else {
                pairs.add(pair);
            }
        }
        requireSome(pairs, leftOut);
        Set<String> clusters = pairs.stream()
                .flatMap(pair -> Stream.of(pair.source(), pair.target()))
                .collect(Collectors.toCollection(LinkedHashSet::new));
        return new Deployment(
                clusters.stream().map(cluster -> clients.of(cluster, pairs)).toList(), flows(pairs), leftOut, remarks);
    }

    private List<Flow> flows(List<Pair> pairs) {
        return pairs.stream()
                .map(pair -> FlowSettings.of(file, pair, clients, remarks))
                .toList();
    }

    private boolean isEnabled(Pair pair) {
        return new PairValues(file, pair).ownFlag(Vocabulary.ENABLED).orElse(false);
    }

    private void requireKnown(Set<String> targets) {
        targets.stream().filter(target -> !file.clusters().contains(target)).forEach(target -> {
            throw new UsageException("--clusters names \"" + target + "\", which is none of the clusters in "
                    + file.name() + ": " + String.join(", ", file.clusters()));
        });
    }

    private void requireSome(List<Pair> pairs, List<String> leftOut) {
        if (pairs.isEmpty()) {
            Pair example = file.pairs().get(0);
            throw new BadFileException(
                    file.name(),
                    "leaves nothing to replicate (" + String.join("; ", leftOut) + ")",
                    "add a line such as " + example + ".enabled = true");
        }
    }

    private OnTarget onTarget(Optional<String> name) {
        Pair pair = name.map(this::pairCalled).orElseGet(this::onlyPair);
        return new OnTarget(FlowSettings.of(file, pair, clients, remarks), clients.of(pair.target(), List.of(pair)));
    }

    private Pair pairCalled(String name) {
        return file.pairs().stream()
                .filter(pair -> pair.toString().equals(name) || flowName(pair).equals(name))
                .findFirst()
                .orElseThrow(() -> new UsageException("--flow " + name + " is none of the flows of " + file.name()
                        + ": "
                        + names(file.pairs())
                        + (name.endsWith("-") ? "; write the name in quotes, as the shell takes > for itself" : "")));
    }

    private String flowName(Pair pair) {
        return file.ofPair(pair, Vocabulary.FLOW_NAME).map(Setting::value).orElse(pair.source() + "-" + pair.target());
    }

    private Pair onlyPair() {
        List<Pair> enabled = file.pairs().stream().filter(this::isEnabled).toList();
        if (enabled.size() != 1) {
            throw new UsageException("say which flow with --flow; " + file.name() + " enables " + enabled.size() + ": "
                    + names(enabled.isEmpty() ? file.pairs() : enabled));
        }
        return enabled.get(0);
    }

    private static String names(List<Pair> pairs) {
        return pairs.stream().map(pair -> "'" + pair + "'").collect(Collectors.joining(", "));
    }
}
