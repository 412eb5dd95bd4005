package io.mirrorkit.api.ledger;

import java.nio.charset.StandardCharsets;

/**
 * Which slot a source partition belongs to. A slot is a partition of the ledger topic with all source partitions that map to it;
 * it has one owner at a time.
 */
public final class Slots {

    private Slots() {}

    /**
     * The slot of a source partition: {@code (murmur2(topic) + partition) mod slots}, with Kafka's murmur2 of the topic's UTF-8
     * bytes.
     *
     * @param topic the source topic
     * @param partition the source partition
     * @param slots how many slots the flow has
     * @return a number from 0 to {@code slots - 1}
     */
    public static int of(String topic, int partition, int slots) {
        return Math.floorMod(murmur2(topic.getBytes(StandardCharsets.UTF_8)) + partition, slots);
    }

    /** MurmurHash2, 32 bits, with the seed that Kafka's partitioner uses; the hash is by Austin Appleby, in the public domain. */
    static int murmur2(byte[] data) {
        final int m = 0x5bd1e995;
        int h = 0x9747b28c ^ data.length;
        int i = 0;
        for (; i + 4 <= data.length; i += 4) {
            int k = (data[i] & 0xFF)
                    | ((data[i + 1] & 0xFF) << 8)
                    | ((data[i + 2] & 0xFF) << 16)
                    | ((data[i + 3] & 0xFF) << 24);
            k *= m;
            k ^= k >>> 24;
            k *= m;
            h = (h * m) ^ k;
        }
        if (i < data.length) {
            int tail = 0;
            for (int j = data.length - 1; j >= i; j--) {
                tail = (tail << 8) | (data[j] & 0xFF);
            }
            h = (h ^ tail) * m;
        }
        h = (h ^ (h >>> 13)) * m;
        return h ^ (h >>> 15);
    }
}
