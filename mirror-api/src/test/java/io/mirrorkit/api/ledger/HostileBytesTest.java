package io.mirrorkit.api.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.sun.management.ThreadMXBean;
import io.mirrorkit.api.errors.MalformedRecordException;
import io.mirrorkit.api.errors.UnknownVersionException;
import java.lang.management.ManagementFactory;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.Tuple;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Anybody who may write to the target can write to our topics. Whatever lies there, a decoder answers what it says or throws one of two
 * exceptions, soon and without taking memory for what is only announced.
 */
class HostileBytesTest {

    /** Far more than the classes that a first call loads, far less than what is announced. */
    private static final long MOST_BYTES = 16 << 20;

    private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

    /** One decoder, and bytes for it. */
    record Attack(Format format, byte[] bytes) {

        @Override
        public String toString() {
            return format + " from " + HexFormat.of().formatHex(bytes);
        }
    }

    @Provide
    Arbitrary<Attack> random() {
        return Combinators.combine(formats(), bytes()).as(Attack::new);
    }

    /** The right version, and a kind where there may be one. */
    @Provide
    Arbitrary<Attack> plausible() {
        Arbitrary<Byte> kinds = Arbitraries.bytes().between((byte) 0, (byte) 3);
        return Combinators.combine(formats(), kinds, bytes()).as((format, kind, rest) -> {
            byte[] bytes = new byte[rest.length + 2];
            bytes[0] = 1;
            bytes[1] = kind;
            System.arraycopy(rest, 0, bytes, 2, rest.length);
            return new Attack(format, bytes);
        });
    }

    /** What was once right, with some of its bytes replaced. */
    @Provide
    Arbitrary<Attack> damaged() {
        return formats().flatMap(format -> {
            byte[] right = format.bytes();
            Arbitrary<Integer> places = Arbitraries.integers().between(0, right.length - 1);
            return Combinators.combine(places, someBytes())
                    .as(Tuple::of)
                    .list()
                    .ofMinSize(1)
                    .ofMaxSize(3)
                    .map(replacements -> {
                        byte[] bytes = right.clone();
                        replacements.forEach(one -> bytes[one.get1()] = one.get2());
                        return new Attack(format, bytes);
                    });
        });
    }

    /** What was once right, with a bit turned. */
    @Provide
    Arbitrary<Attack> flipped() {
        return formats().flatMap(format -> Arbitraries.integers()
                .between(0, format.bytes().length * 8 - 1)
                .map(bit -> {
                    byte[] bytes = format.bytes();
                    bytes[bit / 8] ^= (byte) (1 << (bit % 8));
                    return new Attack(format, bytes);
                }));
    }

    private static Arbitrary<Format> formats() {
        List<Format> all = Format.all().toList();
        return Arbitraries.integers().between(0, all.size() - 1).map(all::get);
    }

    private static Arbitrary<byte[]> bytes() {
        return someBytes().array(byte[].class).ofMaxSize(200);
    }

    /** Small numbers and long ones, so that many attacks get far. */
    private static Arbitrary<Byte> someBytes() {
        return Arbitraries.frequencyOf(
                Tuple.of(4, Arbitraries.bytes().between((byte) 0, (byte) 8)),
                Tuple.of(1, Arbitraries.of((byte) 0xFF, (byte) 0x80, (byte) 0x7F)),
                Tuple.of(2, Arbitraries.bytes()));
    }

    @Property(tries = 5_000, edgeCases = EdgeCasesMode.NONE)
    void shouldAnswerOrRefuseWhenBytesAreRandom(@ForAll("random") Attack attack) {
        repel(attack);
    }

    @Property(tries = 10_000, edgeCases = EdgeCasesMode.NONE)
    void shouldAnswerOrRefuseWhenBytesAreRandomBehindTheVersion(@ForAll("plausible") Attack attack) {
        repel(attack);
    }

    @Property(tries = 10_000, edgeCases = EdgeCasesMode.NONE)
    void shouldAnswerOrRefuseWhenBytesWereReplaced(@ForAll("damaged") Attack attack) {
        repel(attack);
    }

    @Property(tries = 5_000, edgeCases = EdgeCasesMode.NONE)
    void shouldAnswerOrRefuseWhenABitWasTurned(@ForAll("flipped") Attack attack) {
        repel(attack);
    }

    private static void repel(Attack attack) {
        // When
        decode(() -> attack.format().decode(attack.bytes()));

        // Then: a chunk that was taken can be worked with
        if (attack.format().decoded() instanceof Format.Said) {
            decode(() -> use(Chunk.decode(attack.bytes())));
        }
    }

    private static Object use(Chunk chunk) {
        assertThat(Format.Said.of(Chunk.decode(chunk.encode()))).isEqualTo(Format.Said.of(chunk));
        Ledger ledger = Ledger.of(List.of(chunk));
        for (long offset :
                new long[] {0, chunk.sourceStart(), chunk.sourceEnd() / 2, chunk.sourceEnd(), Long.MAX_VALUE}) {
            ledger.toTarget(offset);
            ledger.toSource(offset);
        }
        return ledger.records();
    }

    @Property(tries = 5_000, edgeCases = EdgeCasesMode.NONE)
    void shouldAnswerOrRefuseWhenMirrorMakersBytesAreRandom(
            @ForAll("mm2") byte[] key, @ForAll("mm2") byte[] value, @ForAll @IntRange(max = 3) int zeros) {
        // Given: most of them with the version that is known
        Arrays.fill(value, 0, Math.min(zeros, value.length), (byte) 0);

        // When, Then
        decode(() -> Checkpoint.decode(key, value));
        decode(() -> Heartbeat.decode(key, value));
    }

    @Provide
    Arbitrary<byte[]> mm2() {
        return Arbitraries.frequencyOf(
                        Tuple.of(4, Arbitraries.just((byte) 0)),
                        Tuple.of(4, Arbitraries.bytes().between((byte) 0, (byte) 8)),
                        Tuple.of(1, Arbitraries.bytes()))
                .array(byte[].class)
                .ofMaxSize(60);
    }

    /** Counts and lengths of 2^31 - 1, with nothing behind them. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "01 0002 ffffffff07",
                "01 0003 ffffffff07",
                "01 0101 ffffffff07",
                "01 01 ffffffff07 ffffffff07",
                "01 02 ffffffff07",
                "01 03 ffffffff07",
                "01 00 00 00 00 ffffffff07",
                "01 00 00 00 00 00 00 ffffffff07",
                "01 00 00 00 00 00 ffffffffffffffff7f ffffffff07",
                "01 00112233445566778899aabbccddeeff ffffffff07",
                "01 ffffffff07"
            })
    void shouldTakeNoMemoryForWhatIsOnlyAnnounced(String hex) {
        // Given
        byte[] bytes = HexFormat.of().parseHex(hex.replace(" ", ""));

        Format.all().forEach(format -> {
            // When
            decode(() -> format.decode(bytes));
        });
    }

    /** The chunk of runs with one number of its header changed: its records, its end on the source, its end on the target. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "01 e807 f403 fa01 d201 08 cf01 03 0d0200 0c a1060004",
                "01 e807 f403 d101 d201 08 ce01 03 0d0200 0c a1060004",
                "01 e807 f403 fa01 d101 08 ce01 03 0d0200 0c a1060004"
            })
    void shouldRefuseAChunkWhoseHeaderIsNotThatOfItsRuns(String hex) {
        // Given
        byte[] bytes = HexFormat.of().parseHex(hex.replace(" ", ""));

        // When
        assertThatExceptionOfType(MalformedRecordException.class)
                .isThrownBy(() -> Chunk.decode(bytes))
                // Then
                .withMessageContaining("don't fit its header");
    }

    /** Counts of 0, ends that overflow, more records than offsets, a code that nobody wrote. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "01 00 00 00 00 00 00 01 000000",
                "01 00 00 00 00 00 00 01 01 00 00",
                "01 ffffffffffffffff7f 00 01 00 00 00 00",
                "01 00 ffffffffffffffff7f 00 01 00 00 00",
                "01 ffffffffffffffff7f 00 00 01 00 01 01 05 0000",
                "01 00 00 05 05 00 06 01 1a 0000 0505",
                "01 00 00 05 05 00 05 01 17"
            })
    void shouldRefuseAnImpossibleStretch(String hex) {
        // Given
        byte[] bytes = HexFormat.of().parseHex(hex.replace(" ", ""));

        // When, Then
        assertThatExceptionOfType(MalformedRecordException.class).isThrownBy(() -> Chunk.decode(bytes));
    }

    @ParameterizedTest
    @ValueSource(strings = {"ffffffffffffffffff02", "ffffffffffffffffff7f", "ffffffffffffffffffff01"})
    void shouldRefuseANumberThatIsTooLong(String number) {
        // Given: bits behind the 64th must not be dropped in silence
        byte[] bytes = HexFormat.of().parseHex("010169" + number);

        // When
        assertThatExceptionOfType(MalformedRecordException.class)
                .isThrownBy(() -> SlotOwner.decode(bytes))
                // Then
                .withMessageContaining("longer than 64 bits");
    }

    /** Runs a decoder, which has to answer or to throw one of two exceptions, and must not take much memory. */
    private static void decode(Callable<?> decoder) {
        long before = THREADS.getCurrentThreadAllocatedBytes();
        Optional<Exception> thrown = thrownBy(decoder);
        long allocated = THREADS.getCurrentThreadAllocatedBytes() - before;
        assertThat(allocated).as("bytes allocated").isLessThan(MOST_BYTES);
        thrown.ifPresent(
                e -> assertThat(e).isInstanceOfAny(MalformedRecordException.class, UnknownVersionException.class));
    }

    private static Optional<Exception> thrownBy(Callable<?> decoder) {
        try {
            decoder.call();
            return Optional.empty();
        } catch (Exception e) {
            return Optional.of(e);
        }
    }
}
