package io.mirrorkit.policy;

import static org.assertj.core.api.Assertions.assertThat;

import io.mirrorkit.api.ReplicationPolicy;
import io.mirrorkit.api.ReplicationPolicy.Hop;
import io.mirrorkit.api.contract.LegalTopics;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.apache.kafka.connect.mirror.DefaultReplicationPolicy;

/** MirrorMaker 2's own policy and its rules for internal topics are the judge. */
class PrefixNamingAgainstMirrorMakerTest {

    private static final List<String> WORDS =
            List.of("primary.", "backup.", "mm2-offset-syncs.b.internal", ".checkpoints.internal", ".internal", "--");

    @Provide
    Arbitrary<String> topics() {
        return LegalTopics.upTo(100, WORDS);
    }

    @Provide
    Arbitrary<String> separators() {
        return Arbitraries.of(".", "-", "_", "--", "__", ".x.");
    }

    @Property
    void shouldNameAndReadAsMirrorMakerDoes(@ForAll("separators") String separator, @ForAll("topics") String topic) {
        // Given
        DefaultReplicationPolicy theirs = mirrorMaker(separator);
        ReplicationPolicy ours = NamingPolicies.prefix(separator);

        // When
        Optional<Hop> hop = ours.hop(topic);

        // Then
        assertThat(hop.map(Hop::sourceAlias)).isEqualTo(Optional.ofNullable(theirs.topicSource(topic)));
        assertThat(hop.map(Hop::topic)).isEqualTo(Optional.ofNullable(theirs.upstreamTopic(topic)));
        assertThat(ours.originalTopic(topic)).isEqualTo(theirs.originalTopic(topic));
        assertThat(ours.remoteTopic("primary", topic)).isEqualTo(theirs.formatRemoteTopic("primary", topic));
    }

    @Property
    void shouldTakeTheSameTopicsForInternalAsMirrorMakerDoes(@ForAll("topics") String topic) {
        // Given
        DefaultReplicationPolicy theirs = mirrorMaker(".");

        // When
        boolean internal = InternalTopics.isInternal(topic);

        // Then
        assertThat(internal).isEqualTo(theirs.isInternalTopic(topic));
    }

    private static DefaultReplicationPolicy mirrorMaker(String separator) {
        DefaultReplicationPolicy policy = new DefaultReplicationPolicy();
        policy.configure(Map.of("replication.policy.separator", separator));
        return policy;
    }
}
