package io.mirrorkit.api.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.mirrorkit.api.errors.MalformedRecordException;
import io.mirrorkit.api.errors.UnknownVersionException;
import java.util.Arrays;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;

/** MirrorMaker 2's formats byte by byte; mirror-it compares them with its own classes. */
class Mm2FormatsTest {

    private static final Checkpoint CHECKPOINT = new Checkpoint("grün", "p.a", 258, 1000, 999, "m");
    private static final byte[] CHECKPOINT_KEY = bytes("0005 6772c3bc6e 0003 702e61 00000102");
    private static final byte[] CHECKPOINT_VALUE = bytes("0000 00000000000003e8 00000000000003e7 0001 6d");

    private static final Heartbeat HEARTBEAT = new Heartbeat("primary", "b", 1_700_000_000_000L);
    private static final byte[] HEARTBEAT_KEY = bytes("0007 7072696d617279 0001 62");
    private static final byte[] HEARTBEAT_VALUE = bytes("0000 0000018bcfe56800");

    private static byte[] bytes(String hex) {
        return HexFormat.of().parseHex(hex.replace(" ", ""));
    }

    @Test
    void shouldWriteACheckpointAsMirrorMakerDoes() {
        // When
        byte[] key = CHECKPOINT.key();
        byte[] value = CHECKPOINT.value();

        // Then
        assertThat(key).isEqualTo(CHECKPOINT_KEY);
        assertThat(value).isEqualTo(CHECKPOINT_VALUE);
    }

    @Test
    void shouldReadACheckpointThatMirrorMakerWrote() {
        // When
        Checkpoint checkpoint = Checkpoint.decode(CHECKPOINT_KEY, CHECKPOINT_VALUE);

        // Then
        assertThat(checkpoint).isEqualTo(CHECKPOINT);
    }

    @Test
    void shouldWriteNoMetadataAsAnEmptyText() {
        // Given
        Checkpoint without = new Checkpoint("g", "t", 0, -1, 0, "");

        // When
        byte[] value = without.value();

        // Then
        assertThat(value).isEqualTo(bytes("0000 ffffffffffffffff 0000000000000000 0000"));
        assertThat(Checkpoint.decode(without.key(), value)).isEqualTo(without);
    }

    @Test
    void shouldWriteAHeartbeatAsMirrorMakerDoes() {
        // When
        byte[] key = HEARTBEAT.key();
        byte[] value = HEARTBEAT.value();

        // Then
        assertThat(key).isEqualTo(HEARTBEAT_KEY);
        assertThat(value).isEqualTo(HEARTBEAT_VALUE);
    }

    @Test
    void shouldReadAHeartbeatThatMirrorMakerWrote() {
        // When
        Heartbeat heartbeat = Heartbeat.decode(HEARTBEAT_KEY, HEARTBEAT_VALUE);

        // Then
        assertThat(heartbeat).isEqualTo(HEARTBEAT);
    }

    @Test
    void shouldNameTheVersionWhenMirrorMakerHasANewerOne() {
        // Given
        byte[] checkpoint = CHECKPOINT_VALUE.clone();
        checkpoint[1] = 1;
        byte[] heartbeat = HEARTBEAT_VALUE.clone();
        heartbeat[0] = 1;

        // When
        assertThatExceptionOfType(UnknownVersionException.class)
                .isThrownBy(() -> Checkpoint.decode(CHECKPOINT_KEY, checkpoint))
                // Then
                .withMessageContaining("a checkpoint has format version 1");
        assertThatExceptionOfType(UnknownVersionException.class)
                .isThrownBy(() -> Heartbeat.decode(HEARTBEAT_KEY, heartbeat))
                .withMessageContaining("a heartbeat has format version 256");
    }

    @Test
    void shouldRefuseACheckpointThatIsCutOffAnywhere() {
        for (int length = 0; length < CHECKPOINT_KEY.length; length++) {
            byte[] key = Arrays.copyOf(CHECKPOINT_KEY, length);

            // When, Then
            assertThatExceptionOfType(MalformedRecordException.class)
                    .isThrownBy(() -> Checkpoint.decode(key, CHECKPOINT_VALUE));
        }
        for (int length = 0; length < CHECKPOINT_VALUE.length; length++) {
            byte[] value = Arrays.copyOf(CHECKPOINT_VALUE, length);

            // When, Then
            assertThatExceptionOfType(MalformedRecordException.class)
                    .isThrownBy(() -> Checkpoint.decode(CHECKPOINT_KEY, value));
        }
    }

    @Test
    void shouldRefuseAHeartbeatThatIsCutOffAnywhere() {
        for (int length = 0; length < HEARTBEAT_KEY.length; length++) {
            byte[] key = Arrays.copyOf(HEARTBEAT_KEY, length);

            // When, Then
            assertThatExceptionOfType(MalformedRecordException.class)
                    .isThrownBy(() -> Heartbeat.decode(key, HEARTBEAT_VALUE));
        }
        for (int length = 0; length < HEARTBEAT_VALUE.length; length++) {
            byte[] value = Arrays.copyOf(HEARTBEAT_VALUE, length);

            // When, Then
            assertThatExceptionOfType(MalformedRecordException.class)
                    .isThrownBy(() -> Heartbeat.decode(HEARTBEAT_KEY, value));
        }
    }

    @Test
    void shouldRefuseToWriteATextThatKafkaCannotHold() {
        // Given
        Checkpoint checkpoint = new Checkpoint("g", "t", 0, 0, 0, "x".repeat(Short.MAX_VALUE + 1));

        // When
        assertThatIllegalArgumentException()
                .isThrownBy(checkpoint::value)
                // Then
                .withMessageContaining("32768 bytes");
    }
}
