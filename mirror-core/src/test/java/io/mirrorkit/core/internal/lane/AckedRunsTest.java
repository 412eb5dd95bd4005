package io.mirrorkit.core.internal.lane;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

class AckedRunsTest {

    /** Offsets with gaps, drained in portions: every record comes out once, in order, with its own target offset. */
    @Property
    void whatGoesInComesOutOnceAndInOrder(
            @ForAll @Size(max = 1_000) List<@IntRange(min = 0, max = 3) Integer> sourceGaps,
            @ForAll @IntRange(min = 1, max = 300) int drainEvery) {
        AckedRuns runs = new AckedRuns();
        List<Long> in = new ArrayList<>();
        List<Long> out = new ArrayList<>();
        long source = -1;
        for (int i = 0; i < sourceGaps.size(); i++) {
            source += 1 + sourceGaps.get(i) / 3;
            runs.add(source, target(source, i));
            in.add(source);
            in.add(target(source, i));
            if (i % drainEvery == 0) {
                drain(runs, out);
            }
        }
        drain(runs, out);
        drain(runs, out);
        assertThat(out).isEqualTo(in);
    }

    private static long target(long source, long index) {
        return source * 2 - index;
    }

    private static void drain(AckedRuns runs, List<Long> out) {
        runs.drainTo((source, target, count) -> {
            for (long i = 0; i < count; i++) {
                out.add(source + i);
                out.add(target + i);
            }
        });
    }

    /** Runs of all lengths, a gap of one on either side between them. */
    @Test
    void aReaderOnAnotherThreadMissesNothing() throws InterruptedException {
        int records = 2_000_000;
        AckedRuns runs = new AckedRuns();
        Thread writer = new Thread(() -> {
            for (long i = 0; i < records; i++) {
                runs.add(i + i / 37, i + i / 91);
            }
        });
        writer.start();
        long[] next = new long[1];
        while (next[0] < records) {
            runs.drainTo((source, target, count) -> {
                for (long i = 0; i < count; i++) {
                    long at = next[0]++;
                    if (source + i != at + at / 37 || target + i != at + at / 91) {
                        throw new AssertionError("record " + at + " came as " + (source + i) + ", " + (target + i));
                    }
                }
            });
        }
        writer.join();
        runs.drainTo((source, target, count) -> next[0] += count);
        assertThat(next[0]).isEqualTo(records);
    }
}
