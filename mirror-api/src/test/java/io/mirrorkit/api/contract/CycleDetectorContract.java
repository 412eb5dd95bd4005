package io.mirrorkit.api.contract;

import static org.assertj.core.api.Assertions.assertThat;

import io.mirrorkit.api.CycleDetector;
import io.mirrorkit.api.ReplicationPolicy;
import io.mirrorkit.api.ReplicationPolicy.Hop;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Assume;
import net.jqwik.api.ForAll;
import net.jqwik.api.From;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.Size;
import net.jqwik.api.constraints.UniqueElements;
import org.junit.jupiter.api.Test;

/**
 * What the engine relies on in a {@link CycleDetector} that looks at topic names: it finds every cycle that MirrorMaker 2 (as of
 * 4.4) finds, and no topology grows topics for ever. To test a detector, extend this class, and have junit-jupiter,
 * assertj-core and jqwik in the test scope:
 *
 * <pre>{@code
 * class StrictCyclesTest extends CycleDetectorContract {
 *     @Override
 *     protected CycleDetector detector() {
 *         return new StrictCycles();
 *     }
 * }
 * }</pre>
 *
 * Names are {@code <alias>.<topic>} unless {@link #policy()} says otherwise; a policy that hides the origin of a topic leaves
 * a detector of this kind nothing to see.
 */
public abstract class CycleDetectorContract {

    private static final List<String> RING = List.of("a", "b", "c");
    private static final Set<String> BORN = Set.of("orders", "orders.v1", "heartbeats");
    private static final int MAX_ROUNDS = 12;

    /**
     * The detector under test.
     *
     * @return a new instance, with the same settings at every call
     */
    protected abstract CycleDetector detector();

    /**
     * The naming policy that the detector reads hops with.
     *
     * @return a policy whose names show their origin; by default {@code <alias>.<topic>}
     */
    protected ReplicationPolicy policy() {
        return new PrefixRule();
    }

    @Provide
    Arbitrary<String> aliases() {
        return Arbitraries.of("a", "b", "c", "d");
    }

    @Provide
    Arbitrary<String> hopless() {
        ReplicationPolicy policy = policy();
        return LegalTopics.upTo(40, RING).filter(topic -> policy.hop(topic).isEmpty());
    }

    @Provide
    Arbitrary<String> topics() {
        ReplicationPolicy policy = policy();
        return aliases().list().ofMaxSize(5).flatMap(hops -> LegalTopics.upTo(40, RING)
                .map(topic -> hops.stream().reduce(topic, (name, alias) -> policy.remoteTopic(alias, name))));
    }

    @Property
    void shouldFindEveryCycleThatMirrorMakerFinds(
            @ForAll("topics") String topic, @ForAll("aliases") String source, @ForAll("aliases") String target) {
        Assume.that(!source.equals(target));
        boolean theirs = isCycleToMirrorMaker(source, target, topic, policy());

        boolean ours = detector().isCycle(source, target, topic, policy());

        assertThat(ours || !theirs)
                .as(
                        "\"%s\" came through %s, so that %s->%s would close a loop",
                        topic, policy().hops(topic), source, target)
                .isTrue();
    }

    @Property
    void shouldLetATopicPassWhenItShowsNoHop(
            @ForAll("hopless") String topic, @ForAll("aliases") String source, @ForAll("aliases") String target) {
        Assume.that(!source.equals(target));

        boolean cycle = detector().isCycle(source, target, topic, policy());

        assertThat(cycle).isFalse();
    }

    @Property
    void shouldAnswerTheSameOnEveryInstance(
            @ForAll("topics") String topic, @ForAll("aliases") String source, @ForAll("aliases") String target) {
        CycleDetector detector = detector();

        boolean cycle = detector.isCycle(source, target, topic, policy());

        assertThat(detector.isCycle(source, target, topic, policy()))
                .as("asked again")
                .isEqualTo(cycle);
        assertThat(detector().isCycle(source, target, topic, policy()))
                .as("another instance")
                .isEqualTo(cycle);
    }

    /** Six engines copy between three clusters; each knows its own two aliases and nothing of the third. */
    @Test
    void shouldLetNoTopicsGrowForEverWhenThreeClustersFormARing() {
        Map<String, Set<String>> clusters = new TreeMap<>();
        RING.forEach(alias -> clusters.put(alias, new TreeSet<>(BORN)));

        int rounds = discoverUntilNothingIsNew(clusters);

        assertThat(rounds)
                .as("rounds of discovery until nothing is new: %s", clusters)
                .isLessThan(MAX_ROUNDS);
        for (String source : RING) {
            for (String target : RING) {
                assertEachBornTopicWasCopied(source, target, clusters.get(target));
            }
        }
    }

    @Property(tries = 100)
    void shouldLetNoTopicsGrowForEverWhateverTheTopicsAreCalled(
            @ForAll @Size(max = 4) @UniqueElements List<@From("topics") String> born) {
        Map<String, Set<String>> clusters = new TreeMap<>();
        RING.forEach(alias -> clusters.put(alias, new TreeSet<>(born)));

        int rounds = discoverUntilNothingIsNew(clusters);

        assertThat(rounds).as("rounds of discovery until nothing is new").isLessThan(MAX_ROUNDS);
    }

    @Test
    void shouldDescribeItselfTheSameWayOnEveryInstance() {
        DescriptionLaw.check(this::detector, CycleDetector::description);
    }

    private void assertEachBornTopicWasCopied(String source, String target, Set<String> onTarget) {
        if (!source.equals(target)) {
            BORN.forEach(topic -> assertThat(onTarget)
                    .as("topics of %s, where %s->%s copies", target, source, target)
                    .contains(policy().remoteTopic(source, topic)));
        }
    }

    private int discoverUntilNothingIsNew(Map<String, Set<String>> clusters) {
        int rounds = 0;
        while (rounds < MAX_ROUNDS && discover(clusters)) {
            rounds++;
        }
        return rounds;
    }

    private boolean discover(Map<String, Set<String>> clusters) {
        boolean grown = false;
        for (String source : RING) {
            for (String target : RING) {
                if (!source.equals(target)) {
                    grown |= clusters.get(target).addAll(copies(source, target, clusters.get(source)));
                }
            }
        }
        return grown;
    }

    private Set<String> copies(String source, String target, Set<String> topics) {
        CycleDetector detector = detector();
        ReplicationPolicy policy = policy();
        Set<String> copies = new TreeSet<>();
        for (String topic : topics) {
            if (!detector.isCycle(source, target, topic, policy)) {
                copies.add(policy.remoteTopic(source, topic));
            }
        }
        return copies;
    }

    /**
     * MirrorMaker 2's rule since KAFKA-9914: from the last hop to the first, a hop whose cluster is either end of the flow
     * makes a cycle.
     */
    private static boolean isCycleToMirrorMaker(String source, String target, String topic, ReplicationPolicy policy) {
        Optional<Hop> hop = policy.hop(topic);
        if (hop.isEmpty()) {
            return false;
        }
        String alias = hop.get().sourceAlias();
        String upstream = hop.get().topic();
        return alias.equals(source)
                || alias.equals(target)
                || (!upstream.equals(topic) && isCycleToMirrorMaker(source, target, upstream, policy));
    }
}
