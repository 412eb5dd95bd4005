package io.mirrorkit.core.internal.lane.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteBuffer;
import java.util.List;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.apache.kafka.common.record.TimestampType;
import org.apache.kafka.common.record.internal.CompressionType;
import org.apache.kafka.common.record.internal.SimpleRecord;
import org.junit.jupiter.api.Test;

class FetchedTest {

    private static ByteBuffer batch(long offset) {
        return Batches.batch(
                CompressionType.NONE,
                TimestampType.CREATE_TIME,
                offset,
                List.of(new SimpleRecord(1, null, new byte[50]), new SimpleRecord(2, null, new byte[50])));
    }

    private static Fetched fetched(ByteBuffer log, long from) {
        return Fetched.of(log, Fetched.Asked.at(from), AbortedTransactions.NONE, null);
    }

    @Property(tries = 50)
    void shouldEndWithTheLastWholeBatchWhereverTheResponseEnds(@ForAll @IntRange(max = 100) int cut) {
        // Given
        ByteBuffer log = Batches.log(List.of(batch(4), batch(6), batch(8)));
        int size = log.limit() / 3;

        // When
        Fetched fetched = fetched(log.limit(2 * size + Math.min(cut, size - 1)), 5);

        // Then
        assertThat(fetched.nextOffset()).isEqualTo(8);
        assertThat(fetched.remaining()).isEqualTo(2 * size);
    }

    @Property(tries = 500)
    void shouldReadOrRefuseWhateverItIsGiven(@ForAll long seed) {
        // Given
        Random random = new Random(seed);
        ByteBuffer log = Batches.log(List.of(batch(4), batch(6), batch(8)));
        for (int i = random.nextInt(20); i >= 0; i--) {
            log.put(random.nextInt(log.limit()), (byte) random.nextInt());
        }

        // When
        Inbox inbox = new Inbox(4, -1);
        try {
            inbox.add(fetched(log, 4));
        } catch (MalformedBatchException e) {
            assertThat(e).hasMessageContaining("offset");
            return;
        }

        // Then it can be walked to its end
        while (!inbox.isEmpty()) {
            inbox.advance();
        }
        assertThat(inbox.bytes()).isZero();
    }

    @Test
    void shouldRefuseCountsThatCanNotBe() {
        // Given
        ByteBuffer log = batch(0).putInt(57, 3);

        // When and then
        assertThatThrownBy(() -> fetched(log, 0)).isInstanceOf(MalformedBatchException.class);
    }
}
