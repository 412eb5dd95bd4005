package io.mirrorkit.api.ledger;

import java.util.ArrayList;
import java.util.List;

/**
 * Merging of adjacent chunks. Neighbours become one {@link Anchor} as long as it holds no more than a grain of records; the
 * grain doubles until the result is small enough, so that what is finest goes first. An anchor begins where its first stretch
 * began, so a look-up inside one falls back to a record at or before the right one (invariant C).
 */
final class Merge {

    private Merge() {}

    static Chunk ofAdjacent(Chunk first, Chunk second) {
        List<Stretch> stretches = new ArrayList<>(first.stretches());
        stretches.addAll(second.stretches());
        int atMost = Math.max(1, stretches.size() / 2);
        int bytesAtMost = Math.max(64, (first.bytes() + second.bytes()) / 2);
        long grain = 2;
        Chunk merged = encode(first, second, stretches);
        while (stretches.size() > 1 && (stretches.size() > atMost || merged.bytes() > bytesAtMost) && grain > 0) {
            stretches = withGrain(stretches, grain);
            merged = encode(first, second, stretches);
            grain *= 2;
        }
        return merged;
    }

    private static Chunk encode(Chunk first, Chunk second, List<Stretch> stretches) {
        Chunk.Encoder encoder = new Chunk.Encoder(first.sourceStart(), first.targetStart());
        stretches.forEach(encoder::add);
        return encoder.chunk(second.sourceEnd(), second.targetEnd(), second.leaderEpoch());
    }

    static List<Stretch> withGrain(List<Stretch> stretches, long grain) {
        List<Stretch> merged = new ArrayList<>();
        Stretch last = null;
        for (Stretch next : stretches) {
            if (last == null) {
                last = next;
            } else if (last.records() + next.records() <= grain) {
                last = join(last, next);
            } else {
                merged.add(last);
                last = next;
            }
        }
        if (last != null) {
            merged.add(last);
        }
        return merged;
    }

    private static Stretch join(Stretch first, Stretch second) {
        long sourceSpan = second.sourceEnd() - first.sourceBase();
        long targetSpan = second.targetEnd() - first.targetBase();
        long records = first.records() + second.records();
        if (sourceSpan == records && targetSpan == records) {
            return new Run(first.sourceBase(), first.targetBase(), records);
        }
        return new Anchor(first.sourceBase(), first.targetBase(), sourceSpan, targetSpan, records);
    }
}
