package io.mirrorkit.core.internal.ledger;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.mirrorkit.api.ledger.Run;
import io.mirrorkit.core.internal.ledger.RecordMatcher.Found;
import io.mirrorkit.core.internal.ledger.RecordMatcher.Holes;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.record.TimestampType;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class RecordMatcherTest {

    private static ConsumerRecord<byte[], byte[]> record(long offset, @Nullable String key, String value) {
        byte[] keyBytes = key == null ? null : key.getBytes(UTF_8);
        byte[] valueBytes = value.getBytes(UTF_8);
        return new ConsumerRecord<>(
                "t",
                0,
                offset,
                1_000,
                TimestampType.CREATE_TIME,
                keyBytes == null ? -1 : keyBytes.length,
                valueBytes.length,
                keyBytes,
                valueBytes,
                new RecordHeaders(),
                Optional.of((int) offset / 10));
    }

    private static Found match(
            List<ConsumerRecord<byte[], byte[]>> source, List<ConsumerRecord<byte[], byte[]>> target, Holes holes) {
        return RecordMatcher.match(source.iterator(), target.iterator(), holes);
    }

    @Test
    void aCopyMatchesAndStrangersInBetweenDoNot() {
        Found found = match(
                List.of(record(5, "k", "1"), record(6, "k", "2"), record(17, "k", "3"), record(18, "k", "4")),
                List.of(record(90, "x", "x"), record(91, "k", "1"), record(92, "k", "2"), record(93, "k", "3")),
                Holes.NONE);
        assertThat(found.runs()).containsExactly(new Run(5, 91, 2), new Run(17, 93, 1));
        assertThat(found.matched()).isEqualTo(3);
        assertThat(found.foreign()).isEqualTo(1);
        assertThat(found.firstForeign()).isEqualTo(90);
        assertThat(found.leaderEpoch()).isEqualTo(1);
    }

    @Test
    void withoutCompactionNothingIsPassedOver() {
        Found found =
                match(List.of(record(5, "k", "1"), record(6, "k", "2")), List.of(record(91, "k", "2")), Holes.NONE);
        assertThat(found.runs()).isEmpty();
        assertThat(found.foreign()).isEqualTo(1);
    }

    @Test
    void compactionMayHaveRemovedWhatALaterRecordReplaces() {
        Found found = match(
                List.of(record(5, "k", "1"), record(6, "l", "2"), record(7, "k", "3")),
                List.of(record(91, "l", "2"), record(92, "k", "3")),
                Holes.REPLACED);
        assertThat(found.runs()).containsExactly(new Run(6, 91, 2));
        assertThat(found.foreign()).isZero();
    }

    /** A batch that the target refused leaves those behind it on the target: what it held must not be passed over. */
    @Test
    void aRecordThatNothingReplacesWasNotCompactedAway() {
        List<ConsumerRecord<byte[], byte[]>> target =
                List.of(record(90, "j", "0"), record(91, "l", "2"), record(92, "m", "3"));
        Found keyed = match(
                List.of(record(4, "j", "0"), record(5, "k", "1"), record(6, "l", "2"), record(7, "m", "3")),
                target,
                Holes.REPLACED);
        assertThat(keyed.runs()).containsExactly(new Run(4, 90, 1));
        assertThat(keyed.matched()).isEqualTo(1);
        assertThat(keyed.foreign()).isEqualTo(2);
        assertThat(keyed.firstForeign()).isEqualTo(91);
        Found keyless = match(
                List.of(record(4, "j", "0"), record(5, null, "1"), record(6, "l", "2"), record(7, "m", "3")),
                target,
                Holes.REPLACED);
        assertThat(keyless.runs()).containsExactly(new Run(4, 90, 1));
    }

    @Test
    void anAdoptedCopyMayLackDeletedKeys() {
        Found found =
                match(List.of(record(5, "k", "1"), record(6, "l", "2")), List.of(record(91, "l", "2")), Holes.ANY);
        assertThat(found.runs()).containsExactly(new Run(6, 91, 1));
    }

    /** Whatever of the source arrived, and whatever compaction did then: no key's last record below the found end is missing. */
    @Property
    void whatIsPassedOverWasReplaced(
            @ForAll @Size(max = 60) List<@IntRange(min = 0, max = 5) Integer> keys,
            @ForAll Set<@IntRange(min = 0, max = 59) Integer> missing) {
        List<ConsumerRecord<byte[], byte[]>> source = new ArrayList<>();
        List<ConsumerRecord<byte[], byte[]>> target = new ArrayList<>();
        for (int i = 0; i < keys.size(); i++) {
            source.add(record(i, "k" + keys.get(i), "v" + i));
            if (!missing.contains(i)) {
                target.add(record(100 + i, "k" + keys.get(i), "v" + i));
            }
        }
        Found found = match(source, target, Holes.REPLACED);
        Set<Long> taken = new HashSet<>();
        found.runs().forEach(run -> {
            for (long offset = run.sourceBase(); offset < run.sourceEnd(); offset++) {
                taken.add(offset);
            }
        });
        long end = taken.stream().mapToLong(offset -> offset + 1).max().orElse(0);
        for (int i = 0; i < end; i++) {
            int number = i;
            boolean replaced = target.stream()
                    .anyMatch(record -> record.offset() - 100 > number
                            && new String(record.key(), UTF_8).equals("k" + keys.get(number)));
            assertThat(taken.contains((long) i) || replaced)
                    .as("record %s of keys %s, missing %s", i, keys, missing)
                    .isTrue();
        }
        assertThat(found.matched()).isEqualTo(taken.size());
        assertThat(found.matched() + found.foreign()).isEqualTo(target.size());
    }
}
