package io.mirrorkit.examples.benchmark;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;

/** Values that look and compress as JSON does: names that recur, values that don't. Always the same ones. Not thread-safe. */
final class Values {

    private static final int MOST = 4_096;
    private static final int MEMORY_BYTES = 32 << 20;

    private final SplittableRandom random = new SplittableRandom(7);
    private final List<byte[]> pool = new ArrayList<>();
    private int next;

    Values(int bytes) {
        // Far more than lie in one batch, so that no compressor sees one twice.
        int size = Math.min(MOST, Math.max(8, MEMORY_BYTES / bytes));
        for (int i = 0; i < size; i++) {
            pool.add(value(bytes));
        }
    }

    byte[] next() {
        next = (next + 1) % pool.size();
        return pool.get(next);
    }

    private byte[] value(int bytes) {
        StringBuilder text = new StringBuilder(bytes + 64).append("{\"lines\":[");
        while (text.length() < bytes) {
            text.append("{\"item\":")
                    .append(random.nextInt(100_000))
                    .append(",\"name\":\"")
                    .append(Long.toString(random.nextLong(), 36))
                    .append("\"},");
        }
        return Arrays.copyOf(text.toString().getBytes(UTF_8), bytes);
    }
}
