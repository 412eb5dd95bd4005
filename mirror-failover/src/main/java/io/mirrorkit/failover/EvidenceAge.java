package io.mirrorkit.failover;

import java.time.Duration;
import java.util.Optional;

/**
 * How old the evidence of one partition is, by this client's clock; never negative.
 *
 * @param group since the group's offset was seen on the source (or its checkpoint written); empty if it never was
 * @param source since the source partition itself was seen; empty if it never was
 */
public record EvidenceAge(Optional<Duration> group, Optional<Duration> source) {

    /** Nothing was ever seen. */
    public static final EvidenceAge NONE = new EvidenceAge(Optional.empty(), Optional.empty());
}
