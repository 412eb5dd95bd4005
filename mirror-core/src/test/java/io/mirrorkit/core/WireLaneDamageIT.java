package io.mirrorkit.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.mirrorkit.api.MirrorEvent;
import io.mirrorkit.api.ledger.PartitionState;
import io.mirrorkit.core.internal.ledger.RecordMatcher;
import io.mirrorkit.testing.Damage;
import io.mirrorkit.testing.EmbeddedCluster;
import io.mirrorkit.testing.Records;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A network that damages what it carries: nothing damaged ever lies on the target, and everything arrives when the damage ends. */
class WireLaneDamageIT {

    /** Smaller than what carries the records of these tests, and larger than anything else. */
    private static final int WITH_RECORDS = 20_000;

    private static final int RECORDS = 100;

    private static EmbeddedCluster source;
    private static EmbeddedCluster target;

    @BeforeAll
    static void startClusters() {
        source = EmbeddedCluster.builder().behindProxy().start();
        target = EmbeddedCluster.builder().behindProxy().start();
    }

    @AfterAll
    static void stopClusters() {
        source.close();
        target.close();
    }

    @AfterEach
    void heal() {
        source.proxy().heal();
        target.proxy().heal();
    }

    private static Mirroring started(String topic) {
        Mirroring mirroring = Mirroring.of(
                source,
                through(source),
                target,
                through(target),
                Mirroring.wire(topic).build());
        mirroring.engine().start();
        return mirroring;
    }

    /** Short waits for answers that will never come, and small fetches. */
    private static Map<String, Object> through(EmbeddedCluster cluster) {
        Map<String, Object> properties = new HashMap<>();
        properties.put("bootstrap.servers", cluster.proxy().bootstrapServers());
        properties.put("request.timeout.ms", 2_000);
        properties.put("admin.default.api.timeout.ms", 5_000);
        properties.put("consumer.max.partition.fetch.bytes", 200_000);
        return properties;
    }

    /** Writes 30,000 bytes that no codec makes smaller, as one batch. */
    private static void produceBatch(String topic, int number) {
        List<ProducerRecord<byte[], byte[]>> records = new ArrayList<>();
        Random random = new Random(number);
        for (int i = 0; i < RECORDS; i++) {
            byte[] value = new byte[300];
            random.nextBytes(value);
            byte[] key = ByteBuffer.allocate(8).putInt(number).putInt(i).array();
            records.add(new ProducerRecord<>(topic, 0, System.currentTimeMillis(), key, value));
        }
        Map<String, Object> oneBatch = Map.of(
                "batch.size", 100_000, "linger.ms", 5_000, "compression.type", number % 2 == 0 ? "zstd" : "none");
        try (Producer<byte[], byte[]> producer = Records.producer(source, oneBatch)) {
            records.forEach(producer::send);
        }
    }

    /** A place in a Fetch response (version 17) with one topic, one partition and one batch, and a bit of it. */
    private record Place(String field, boolean inBatch, int at, int bit) {

        private static final int OVERHEAD = 12;
        private static final int BEHIND_RECORDS = 3;

        byte[] flippedIn(byte[] response) {
            byte[] damaged = response.clone();
            int from = inBatch ? batch(response) : 0;
            damaged[from + at] ^= (byte) (1 << bit);
            return damaged;
        }

        /** The batch ends where the tags of the response begin. */
        private static int batch(byte[] response) {
            ByteBuffer bytes = ByteBuffer.wrap(response);
            for (int at = 0; at < 200; at++) {
                if (bytes.getInt(at + OVERHEAD - 4) == response.length - BEHIND_RECORDS - OVERHEAD - at) {
                    return at;
                }
            }
            throw new IllegalStateException("no batch in a response of " + response.length + " bytes");
        }

        @Override
        public String toString() {
            return "bit " + bit + " of byte " + at + ", " + field;
        }
    }

    private static Place response(String field, int at, int bit) {
        return new Place(field, false, at, bit);
    }

    private static Place batch(String field, int at, int bit) {
        return new Place(field, true, at, bit);
    }

    /** Of the response itself. */
    private static final List<Place> RESPONSE_PLACES = List.of(
            response("correlation id", 7, 0),
            response("throttle time", 12, 4),
            response("error", 14, 0),
            response("session id", 16, 3),
            response("topic id", 25, 5),
            response("partition", 40, 0),
            response("partition's error: offset out of range", 42, 0),
            response("partition's error: corrupt message", 42, 1),
            response("high watermark", 49, 0),
            response("preferred replica", 68, 7),
            response("bytes of records", 72, 3));

    /** Of the batch in it. */
    private static final List<Place> BATCH_PLACES = List.of(
            batch("base offset", 4, 0),
            batch("base offset", 6, 0),
            batch("base offset", 7, 0),
            batch("base offset", 7, 3),
            batch("length", 8, 7),
            batch("length", 11, 2),
            batch("leader epoch", 12, 7),
            batch("leader epoch", 15, 1),
            batch("magic: format 0", 16, 1),
            batch("checksum", 18, 6),
            batch("codec", 22, 1),
            batch("codec", 22, 2),
            batch("timestamp type", 22, 3),
            batch("transactional", 22, 4),
            batch("control", 22, 5),
            batch("unknown attribute", 21, 0),
            batch("last offset delta", 26, 1),
            batch("last offset delta", 26, 7),
            batch("base timestamp", 33, 0),
            batch("producer id", 50, 0),
            batch("record count", 60, 1),
            batch("payload", 61, 0),
            batch("payload", 20_000, 5));

    private static void assertAllArriveThough(String topic, List<Place> places) {
        // Given
        source.createTopic(topic, 1);
        try (Mirroring mirroring = started(topic)) {
            for (int i = 0; i < places.size(); i++) {
                Place place = places.get(i);
                AtomicInteger damaged = new AtomicInteger();

                // When
                source.proxy()
                        .damageResponses(Damage.changing(response -> {
                                    damaged.incrementAndGet();
                                    return place.flippedIn(response);
                                })
                                .times(1)
                                .toLargerThan(WITH_RECORDS));
                produceBatch(topic, i);

                // Then
                int expected = (i + 1) * RECORDS;
                await(place.toString())
                        .atMost(Duration.ofSeconds(40))
                        .pollInterval(Duration.ofMillis(20))
                        .ignoreExceptions()
                        .untilAsserted(() -> {
                            assertThat(mirroring.status(topic, 0).orElseThrow().state())
                                    .isEqualTo(PartitionState.COPYING);
                            assertThat(mirroring.status(topic, 0).orElseThrow().position())
                                    .isEqualTo(expected);
                        });
                assertThat(damaged).as(place.toString()).hasValue(1);
            }
            mirroring.assertSame(topic, 1);
            assertThat(mirroring.status().doubled()).isZero();
            assertThat(mirroring.status().lane().absentOffsets()).isEmpty();
        }
    }

    /** What is on the target is what the source begins with. */
    private static void assertSamePrefix(Mirroring mirroring, String topic) {
        List<ConsumerRecord<byte[], byte[]>> copies = mirroring.targetRecords(topic, 0);
        List<ConsumerRecord<byte[], byte[]>> originals = mirroring.sourceRecords(topic, 0);
        assertThat(copies.size()).isLessThanOrEqualTo(originals.size());
        for (int i = 0; i < copies.size(); i++) {
            assertThat(RecordMatcher.same(originals.get(i), copies.get(i)))
                    .as("record %s", i)
                    .isTrue();
        }
    }

    @Test
    void shouldReadAgainWhenABitOfAResponseIsFlipped() {
        assertAllArriveThough("response", RESPONSE_PLACES);
    }

    @Test
    void shouldReadAgainWhenABitOfABatchIsFlipped() {
        assertAllArriveThough("batch", BATCH_PLACES);
    }

    @Test
    void shouldWriteNothingDamagedWhileEverythingThatIsReadIsDamaged() {
        // Given
        source.createTopic("damaged", 1);
        for (int i = 0; i < 30; i++) {
            produceBatch("damaged", i);
        }
        source.proxy().damageResponses(Damage.flippedBit(7).toLargerThan(WITH_RECORDS));

        // When
        try (Mirroring mirroring = started("damaged")) {
            await().atMost(Mirroring.PATIENCE).untilAsserted(() -> assertThat(mirroring.events())
                    .filteredOn(event -> isRetrying(event, "\"a\" refuses to be read"))
                    .hasSizeGreaterThan(1));

            // Then
            assertSamePrefix(mirroring, "damaged");
            source.proxy().heal();
            mirroring.awaitCopied("damaged", 1);
            mirroring.assertSame("damaged", 1);
            assertThat(mirroring.status().doubled()).isZero();
        }
    }

    private static boolean isRetrying(MirrorEvent event, String reason) {
        return event instanceof MirrorEvent.PartitionChanged changed
                && changed.state() == PartitionState.RETRYING
                && changed.reason().contains(reason);
    }

    /** Damage after which a connection is of no use any more. */
    private enum Rupture {
        MISSING,
        ADDED,
        CUT;

        Damage damage(long seed) {
            return switch (this) {
                case MISSING -> Damage.missingBytes(seed);
                case ADDED -> Damage.addedBytes(seed);
                case CUT -> Damage.cutShort(seed);
            };
        }
    }

    @ParameterizedTest
    @EnumSource(Rupture.class)
    void shouldGoOnWhenResponsesAreTornApart(Rupture rupture) {
        // Given
        String topic = "torn-" + rupture;
        source.createTopic(topic, 1);
        for (int i = 0; i < 20; i++) {
            produceBatch(topic, i);
        }
        source.proxy().damageResponses(rupture.damage(3).times(2).toLargerThan(WITH_RECORDS));

        // When
        try (Mirroring mirroring = started(topic)) {
            mirroring.awaitCopied(topic, 1);

            // Then
            mirroring.assertSame(topic, 1);
            assertThat(mirroring.status().doubled()).isZero();
        }
    }

    @ParameterizedTest
    @EnumSource(Rupture.class)
    void shouldGoOnWhenRequestsAreTornApart(Rupture rupture) {
        // Given
        String topic = "sent-" + rupture;
        source.createTopic(topic, 1);
        for (int i = 0; i < 20; i++) {
            produceBatch(topic, i);
        }
        target.proxy().damageRequests(rupture.damage(4).times(2).toLargerThan(WITH_RECORDS));

        // When
        try (Mirroring mirroring = started(topic)) {
            mirroring.awaitCopied(topic, 1);

            // Then
            mirroring.assertSame(topic, 1);
            assertThat(mirroring.status().doubled()).isZero();
        }
    }

    @Test
    void shouldSendAgainWhenABitOfARequestIsFlipped() {
        // Given
        source.createTopic("resent", 1);
        for (int i = 0; i < 30; i++) {
            produceBatch("resent", i);
        }
        target.proxy().damageRequests(Damage.flippedBit(5).times(15).toLargerThan(WITH_RECORDS));

        // When
        try (Mirroring mirroring = started("resent")) {
            mirroring.awaitCopied("resent", 1);

            // Then
            mirroring.assertSame("resent", 1);
            assertThat(mirroring.status().doubled()).isZero();
        }
    }

    @Test
    void shouldDoubleNothingWhenAnswersOfTheTargetAreCutShort() {
        // Given
        source.createTopic("answers", 1);
        produceBatch("answers", 0);
        try (Mirroring mirroring = started("answers")) {
            mirroring.awaitCopied("answers", 1);

            // When
            target.proxy().damageResponses(Damage.cutShort(6).times(12));
            for (int i = 1; i < 20; i++) {
                produceBatch("answers", i);
            }

            // Then
            mirroring.awaitCopied("answers", 1);
            mirroring.assertSame("answers", 1);
            assertThat(mirroring.status().doubled()).isZero();
        }
    }
}
