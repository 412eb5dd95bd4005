package io.mirrorkit.failover;

import io.mirrorkit.api.ledger.Anchor;
import java.io.ByteArrayOutputStream;

/** The bytes of a chunk that holds one anchor, as its format says; the API offers no way to write one by hand. */
final class MergedChunk {

    private static final int ANCHOR = 2;

    private MergedChunk() {}

    static byte[] of(Anchor anchor) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.write(1);
        number(out, anchor.sourceBase());
        number(out, anchor.targetBase());
        number(out, anchor.sourceSpan());
        number(out, anchor.targetSpan());
        number(out, 0);
        number(out, anchor.records());
        number(out, 1);
        number(out, anchor.records() << 2 | ANCHOR);
        number(out, 0);
        number(out, 0);
        number(out, anchor.sourceSpan());
        number(out, anchor.targetSpan());
        return out.toByteArray();
    }

    private static void number(ByteArrayOutputStream out, long number) {
        long rest = number;
        while (rest >>> 7 != 0) {
            out.write((int) (rest & 0x7f | 0x80));
            rest >>>= 7;
        }
        out.write((int) rest);
    }
}
