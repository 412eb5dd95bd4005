package io.mirrorkit.core.internal.lane.wire;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.Random;
import java.util.zip.CRC32C;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

class Crc32cShiftTest {

    private static int checksum(byte[] bytes) {
        CRC32C crc = new CRC32C();
        crc.update(bytes, 0, bytes.length);
        return (int) crc.getValue();
    }

    @Property(tries = 500)
    void shouldGiveTheChecksumOfTheWholeWhenAPrefixChanges(
            @ForAll long seed,
            @ForAll @IntRange(min = 1, max = 64) int prefix,
            @ForAll @IntRange(max = 70_000) int rest) {
        // Given
        Random random = new Random(seed);
        byte[] before = new byte[prefix + rest];
        random.nextBytes(before);
        byte[] after = before.clone();
        for (int i = 0; i < prefix; i++) {
            after[i] = (byte) random.nextInt();
        }

        // When
        int difference = checksum(Arrays.copyOf(before, prefix)) ^ checksum(Arrays.copyOf(after, prefix));
        int carriedOver = checksum(before) ^ Crc32cShift.shift(difference, rest);

        // Then
        assertThat(carriedOver).isEqualTo(checksum(after));
    }
}
