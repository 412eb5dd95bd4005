package io.mirrorkit.core.internal.lane.wire;

import org.apache.kafka.common.record.internal.CompressionType;

/**
 * Whether small batches are worth being opened and joined. A partition has at most {@value #IN_FLIGHT} batches under way, so a batch that
 * passes as it is takes a fifth of a round trip, and in any case what each batch costs at either end whatever its size. Joining costs the
 * time to open and build its bytes. Both are measured: the round trip as the shortest of late, since under load it is mostly waiting, and the
 * time per byte by codec.
 */
final class RepackRule {

    /** Requests under way per connection: what KafkaProducer allows with idempotence, and what brokers remember per producer. */
    static final int IN_FLIGHT = 5;

    /** Nanoseconds that a batch costs here and at the broker, whatever its size. */
    private static final double PER_BATCH = 25_000;

    /** Joining must win clearly: it takes processor time, which a wait for the network doesn't. */
    private static final double MARGIN = 2;

    private static final int LARGEST_NEARBY = 256 << 10;
    private static final double WEIGHT_OF_NEWEST = 0.1;
    private static final double WEIGHT_OF_GUESS = 0.001;

    /** With fewer bytes it is mostly the call that is measured. */
    private static final long LEAST_MEASURED = 8 << 10;

    private final double[] nanosPerByte = new double[CompressionType.values().length];
    private final RoundTrips roundTrips;

    RepackRule(RoundTrips roundTrips) {
        this.roundTrips = roundTrips;
        for (CompressionType type : CompressionType.values()) {
            nanosPerByte[type.id] = firstGuess(type);
        }
    }

    private static double firstGuess(CompressionType type) {
        return switch (type) {
            case NONE -> 2;
            case GZIP -> 60;
            default -> 12;
        };
    }

    /** Whether a batch of a size should wait for others and travel with them. */
    boolean joins(int bytes, int codec) {
        double passing = Math.max(PER_BATCH, (double) roundTrips.shortest() / IN_FLIGHT);
        if (passing > MARGIN * bytes * nanosPerByte[codec]) {
            return true;
        }
        forget(codec);
        return false;
    }

    /** What is never joined is never measured: without this, a slow first time would count for ever. */
    private void forget(int codec) {
        nanosPerByte[codec] += WEIGHT_OF_GUESS * (firstGuess(CompressionType.forId(codec)) - nanosPerByte[codec]);
    }

    /** How large a joined batch should become before compression, at most; over a long link, as large as the target takes it. */
    int size(int largestAllowed) {
        return roundTrips.isFar() ? largestAllowed : Math.min(largestAllowed, LARGEST_NEARBY);
    }

    /** Opening and building took so long. */
    void took(long nanos, long bytes, int codec) {
        if (bytes >= LEAST_MEASURED) {
            nanosPerByte[codec] += WEIGHT_OF_NEWEST * ((double) nanos / bytes - nanosPerByte[codec]);
        }
    }
}
