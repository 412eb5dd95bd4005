package io.mirrorkit.failover.switching;

import static org.assertj.core.api.Assertions.assertThat;

import io.mirrorkit.api.ledger.MemberStatus;
import io.mirrorkit.api.ledger.MemberStatus.Activity;
import io.mirrorkit.api.ledger.MemberStatus.Kind;
import io.mirrorkit.api.ledger.MemberStatus.MemberOffset;
import java.util.List;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.Uuid;
import org.junit.jupiter.api.Test;

/** What a group's members say, made one; and the mark that carries it. */
class MergeTest {

    private static final TopicPartition PARTITION = new TopicPartition("orders", 0);

    private static MemberStatus says(long since, int generation, long position) {
        return new MemberStatus(
                "i",
                Kind.CONSUMER,
                "g",
                5,
                Uuid.ZERO_UUID,
                Activity.HANDED_OVER,
                "a",
                since,
                generation,
                List.of(new MemberOffset("orders", 0, position, position - 1, "")));
    }

    private static long merged(MemberStatus... members) {
        return Merge.of(List.of(members)).get(PARTITION).offset().position();
    }

    @Test
    void shouldBelieveTheNewestGenerationAndThenTheOneFurtherBack() {
        assertThat(merged(says(0, 3, 50), says(0, 4, 40))).isEqualTo(40);
        assertThat(merged(says(0, 4, 60), says(0, 3, 50))).isEqualTo(60);
        assertThat(merged(says(0, 4, 60), says(0, 4, 55))).isEqualTo(55);
    }

    @Test
    void shouldNotBelieveWhoSpeaksOfAnOlderStay() {
        assertThat(HandOverDuty.latest(List.of(says(2, 9, 90), says(4, 1, 10), says(-1, 0, 0))))
                .containsExactly(says(4, 1, 10));
        assertThat(HandOverDuty.latest(List.of(says(-1, 0, 0)))).isEmpty();
    }

    @Test
    void shouldCarryAPositionInACommitAndGiveTheApplicationsMetadataBack() {
        // When
        OffsetAndMetadata marked = Mark.commit(7, 12, "mine/and mine\n");

        // Then
        assertThat(marked.offset()).isEqualTo(7);
        assertThat(Mark.of(marked)).contains(new Mark(12, "mine/and mine\n"));
        assertThat(Mark.of(Mark.commit(7, 7, "mine"))).isEmpty();
        assertThat(Mark.of(new OffsetAndMetadata(7, "mine"))).isEmpty();
        assertThat(Mark.commit(7, 12, "m".repeat(4_000)).metadata()).isEqualTo("m".repeat(4_000));
    }
}
