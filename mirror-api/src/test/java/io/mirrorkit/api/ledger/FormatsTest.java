package io.mirrorkit.api.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.mirrorkit.api.errors.MalformedRecordException;
import io.mirrorkit.api.errors.UnknownVersionException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** MirrorKit's own formats byte by byte. */
class FormatsTest {

    static Stream<Format> formats() {
        return Format.all();
    }

    @ParameterizedTest
    @MethodSource("formats")
    void shouldWriteTheBytesThatWereWrittenDown(Format format) {
        // When
        byte[] encoded = format.encoded();

        // Then
        assertThat(HexFormat.of().formatHex(encoded)).isEqualTo(format.hex().replace(" ", ""));
    }

    @ParameterizedTest
    @MethodSource("formats")
    void shouldReadTheBytesThatWereWrittenDown(Format format) {
        // When
        Object decoded = format.decode(format.bytes());

        // Then
        assertThat(decoded).isEqualTo(format.decoded());
    }

    @ParameterizedTest
    @MethodSource("formats")
    void shouldNameTheVersionWhenItIsUnknown(Format format) {
        // Given
        byte[] bytes = format.bytes();

        for (int version : new int[] {0, 2, 127, 255}) {
            bytes[0] = (byte) version;

            // When
            assertThatExceptionOfType(UnknownVersionException.class)
                    .isThrownBy(() -> format.decode(bytes))
                    // Then
                    .withMessageContaining("has format version " + version)
                    .satisfies(e -> assertThat(e.wayOut()).contains("release"));
        }
    }

    @ParameterizedTest
    @MethodSource("formats")
    void shouldRefuseWhatIsCutOffAnywhere(Format format) {
        // Given
        byte[] bytes = format.bytes();

        for (int length = 0; length < bytes.length; length++) {
            byte[] cut = Arrays.copyOf(bytes, length);

            // When
            assertThatExceptionOfType(MalformedRecordException.class)
                    .isThrownBy(() -> format.decode(cut))
                    // Then
                    .withMessageContaining("can't be decoded");
        }
    }

    @ParameterizedTest
    @MethodSource("formats")
    void shouldRefuseWhatGoesOnBehindItsEnd(Format format) {
        // Given
        byte[] bytes = format.bytes();
        byte[] longer = Arrays.copyOf(bytes, bytes.length + 1);

        // When
        assertThatExceptionOfType(MalformedRecordException.class)
                .isThrownBy(() -> format.decode(longer))
                // Then
                .withMessageContaining("1 bytes follow its end");
    }

    @Test
    void shouldReadAStateThatANewerReleaseMayHaveWritten() {
        // Given: states are added without a new version
        int code = 77;

        // When
        PartitionState state = PartitionState.ofCode(code);

        // Then
        assertThat(state).isEqualTo(PartitionState.UNKNOWN);
        assertThat(Stream.of(PartitionState.values()).map(PartitionState::code)).containsExactly(0, 1, 2, 3, 4, 5, 255);
    }
}
