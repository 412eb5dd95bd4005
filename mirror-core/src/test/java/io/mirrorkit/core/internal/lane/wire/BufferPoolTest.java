package io.mirrorkit.core.internal.lane.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mirrorkit.core.internal.lane.wire.BufferPool.Pooled;
import java.nio.ByteBuffer;
import java.util.List;
import org.apache.kafka.common.record.TimestampType;
import org.apache.kafka.common.record.internal.CompressionType;
import org.apache.kafka.common.record.internal.SimpleRecord;
import org.junit.jupiter.api.Test;

class BufferPoolTest {

    private final BufferPool pool = new BufferPool(8 << 20);

    @Test
    void shouldGiveAgainWhatTheLastHolderReleased() {
        // Given
        Pooled first = pool.take(1 << 20);
        ByteBuffer memory = first.bytes();
        first.hold();

        // When
        first.release();
        Pooled meanwhile = pool.take(1 << 20);
        first.release();
        Pooled afterwards = pool.take(900 << 10);

        // Then
        assertThat(meanwhile.bytes()).isNotSameAs(memory);
        assertThat(afterwards.bytes()).isSameAs(memory);
        assertThat(afterwards.bytes().remaining()).isEqualTo(900 << 10);
        assertThat(pool.outstanding()).isEqualTo(2 << 20);
    }

    @Test
    void shouldRefuseToBeReleasedTwice() {
        Pooled pooled = pool.take(1 << 20);
        pooled.release();
        assertThatThrownBy(pooled::release).isInstanceOf(IllegalStateException.class);
    }

    @Test
    void shouldNotKeepAResponseForTheSakeOfASlowPartition() {
        // Given a response of which one partition has a small part
        ByteBuffer batches = Batches.log(List.of(batch(0), batch(1)));
        Pooled response = pool.take(4 << 20);
        response.bytes().put(1_000, batches, 0, batches.limit());
        Inbox inbox = new Inbox(0, -1);
        response.hold();
        inbox.add(Fetched.of(
                response.bytes().slice(1_000, batches.limit()),
                Fetched.Asked.at(0),
                AbortedTransactions.NONE,
                response));
        inbox.advance();
        Fetched fetched = inbox.mustHead();
        OutBatch sent = new OutBatch(fetched.log(), fetched.at(), SourceRuns.of(1, 1), 2, 0, fetched.hold());
        sent.sent();
        response.release();

        // When
        inbox.detach();
        sent.detach();
        assertThat(pool.outstanding()).as("a request is written from it").isEqualTo(4 << 20);
        sent.answered();
        sent.detach();

        // Then
        assertThat(pool.outstanding()).isZero();
        assertThat(Batches.read(sent.slice())).isEqualTo(Batches.read(batch(1)));
        assertThat(fetched.log().slice(fetched.at(), fetched.remaining())).isEqualTo(batch(1).slice());
    }

    private static ByteBuffer batch(long offset) {
        return Batches.batch(
                CompressionType.NONE, TimestampType.CREATE_TIME, offset, List.of(new SimpleRecord(1, null, new byte[] {
                    (byte) offset, 2, 3
                })));
    }
}
