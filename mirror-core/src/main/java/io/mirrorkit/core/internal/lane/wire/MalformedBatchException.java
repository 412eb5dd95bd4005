package io.mirrorkit.core.internal.lane.wire;

import java.io.Serial;
import org.apache.kafka.common.KafkaException;

/** The source answered with what can't be record batches, or with batches whose checksum doesn't fit. The message holds no record content. */
final class MalformedBatchException extends KafkaException {

    @Serial
    private static final long serialVersionUID = 1L;

    MalformedBatchException(String message) {
        super(message);
    }
}
