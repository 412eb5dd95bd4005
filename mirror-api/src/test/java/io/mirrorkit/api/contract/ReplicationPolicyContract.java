package io.mirrorkit.api.contract;

import static org.assertj.core.api.Assertions.assertThat;

import io.mirrorkit.api.ReplicationPolicy;
import io.mirrorkit.api.ReplicationPolicy.Hop;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Assume;
import net.jqwik.api.ForAll;
import net.jqwik.api.From;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

/**
 * What the engine, the failover client and the switching clients rely on in a {@link ReplicationPolicy}. To test a policy,
 * extend this class, and have junit-jupiter, assertj-core and jqwik in the test scope:
 *
 * <pre>{@code
 * class RegionNamingTest extends ReplicationPolicyContract {
 *     @Override
 *     protected ReplicationPolicy policy() {
 *         return new RegionNaming();
 *     }
 * }
 * }</pre>
 *
 * Override {@link #aliases()} if the policy works for certain clusters only, and {@link #legalTopic()} if there are topics
 * that it is never asked for.
 */
public abstract class ReplicationPolicyContract {

    private static final int THREADS = 4;

    /**
     * The policy under test.
     *
     * @return a new instance, with the same settings at every call
     */
    protected abstract ReplicationPolicy policy();

    /**
     * The aliases of source clusters to try.
     *
     * @return one or more aliases; by default {@code primary}, {@code backup} and {@code c}
     */
    protected List<String> aliases() {
        return List.of("primary", "backup", "c");
    }

    /**
     * The source topics to try.
     *
     * @return a generator of legal names; by default all of them, up to 249 characters less what the policy adds to a name
     */
    protected Arbitrary<String> legalTopic() {
        return LegalTopics.upTo(LegalTopics.MAX_LENGTH - added(), words());
    }

    private int added() {
        return remoteNamesOf("t", "heartbeats").mapToInt(String::length).max().orElse(1);
    }

    private List<String> words() {
        return Stream.concat(aliases().stream(), remoteNamesOf("orders", "heartbeats", "x"))
                .distinct()
                .toList();
    }

    private Stream<String> remoteNamesOf(String... topics) {
        ReplicationPolicy policy = policy();
        return aliases().stream().flatMap(alias -> Stream.of(topics).map(topic -> policy.remoteTopic(alias, topic)));
    }

    @Provide
    Arbitrary<String> topics() {
        return legalTopic();
    }

    @Provide
    Arbitrary<String> sources() {
        return Arbitraries.of(aliases());
    }

    @Property
    void shouldGiveBackTheSourceTopicOfARemoteTopic(@ForAll("sources") String alias, @ForAll("topics") String topic) {
        ReplicationPolicy policy = policy();

        String remote = policy.remoteTopic(alias, topic);

        assertThat(policy.sourceTopic(alias, remote))
                .as("round-trip law: the source topic of \"%s\", which is the remote topic of \"%s\"", remote, topic)
                .contains(topic);
    }

    @Property
    void shouldKnowOnlySourceTopicsThatItGivesThatName(@ForAll("sources") String alias, @ForAll("topics") String name) {
        ReplicationPolicy policy = policy();

        Optional<String> topic = policy.sourceTopic(alias, name);

        if (topic.isPresent()) {
            assertThat(topic.get()).as("the source topic of \"%s\"", name).isNotEmpty();
            assertThat(policy.remoteTopic(alias, topic.get()))
                    .as("the remote topic of \"%s\", said to be the source topic of \"%s\"", topic.get(), name)
                    .isEqualTo(name);
        }
    }

    @Property
    void shouldGiveALegalRemoteTopic(@ForAll("sources") String alias, @ForAll("topics") String topic) {
        ReplicationPolicy policy = policy();

        String remote = policy.remoteTopic(alias, topic);

        assertThat(remote).as("the remote topic of \"%s\"", topic).matches(LegalTopics::isLegal, "is a legal name");
    }

    @Property
    void shouldGiveTwoTopicsTwoRemoteTopics(
            @ForAll("sources") String alias, @ForAll("topics") String one, @ForAll("topics") String other) {
        Assume.that(!one.equals(other));
        ReplicationPolicy policy = policy();

        String remote = policy.remoteTopic(alias, one);

        assertThat(policy.remoteTopic(alias, other))
                .as("the remote topic of \"%s\" and that of \"%s\"", other, one)
                .isNotEqualTo(remote);
    }

    @Property
    void shouldAnswerTheSameOnEveryInstance(@ForAll("sources") String alias, @ForAll("topics") String topic) {
        ReplicationPolicy one = policy();
        ReplicationPolicy other = policy();

        List<Object> answers = answers(one, alias, topic);

        assertThat(answers(one, alias, topic)).as("asked again").isEqualTo(answers);
        assertThat(answers(other, alias, topic)).as("another instance").isEqualTo(answers);
    }

    @Property
    void shouldComeToAnEndWhenHopsAreFollowed(@ForAll("topics") String topic) {
        ReplicationPolicy policy = policy();
        List<Hop> walked = new ArrayList<>();
        Set<String> seen = new HashSet<>(Set.of(topic));

        for (Optional<Hop> hop = policy.hop(topic); hop.isPresent(); ) {
            walked.add(hop.get());
            String next = hop.get().topic();
            assertThat(seen.add(next))
                    .as("the hops of \"%s\" lead to \"%s\" twice: %s", topic, next, walked)
                    .isTrue();
            assertThat(walked).as("the hops of \"%s\"", topic).hasSizeLessThanOrEqualTo(LegalTopics.MAX_LENGTH);
            hop = policy.hop(next);
        }

        assertThat(policy.hops(topic)).isEqualTo(walked);
        assertThat(policy.originalTopic(topic))
                .isEqualTo(
                        walked.isEmpty() ? topic : walked.get(walked.size() - 1).topic());
    }

    @Property
    void shouldShowTheTrueOriginOrNoneInARemoteTopic(@ForAll("sources") String alias, @ForAll("topics") String topic) {
        ReplicationPolicy policy = policy();

        Optional<Hop> hop = policy.hop(policy.remoteTopic(alias, topic));

        assertThat(hop)
                .as("the hop of the remote topic of \"%s\"", topic)
                .satisfiesAnyOf(none -> assertThat(none).isEmpty(), some -> assertThat(some)
                        .contains(new Hop(alias, topic)));
    }

    @Property(tries = 20)
    void shouldAnswerTheSameWhenSeveralThreadsAsk(
            @ForAll("sources") String alias, @ForAll @Size(min = 20, max = 40) List<@From("topics") String> topics)
            throws InterruptedException, ExecutionException {
        ReplicationPolicy shared = policy();
        List<Object> expected = answersTo(policy(), alias, topics);
        ExecutorService threads = Executors.newFixedThreadPool(THREADS);
        try {
            List<Future<List<Object>>> answers = new ArrayList<>();
            for (int i = 0; i < THREADS; i++) {
                answers.add(threads.submit(() -> answersTo(shared, alias, topics)));
            }
            for (Future<List<Object>> answer : answers) {
                assertThat(answer.get()).isEqualTo(expected);
            }
        } finally {
            threads.shutdownNow();
        }
    }

    @Test
    void shouldDescribeItselfTheSameWayOnEveryInstance() {
        DescriptionLaw.check(this::policy, ReplicationPolicy::description);
    }

    private static List<Object> answersTo(ReplicationPolicy policy, String alias, List<String> topics) {
        return topics.stream()
                .flatMap(topic -> answers(policy, alias, topic).stream())
                .toList();
    }

    private static List<Object> answers(ReplicationPolicy policy, String alias, String topic) {
        return List.of(
                policy.remoteTopic(alias, topic),
                policy.sourceTopic(alias, topic),
                policy.hop(topic),
                policy.hops(topic),
                policy.originalTopic(topic));
    }
}
