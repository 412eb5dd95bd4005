package io.mirrorkit.failover;

import java.util.OptionalLong;

/**
 * How many records a group will read a second time in one partition. Two parts: what lies between the offset of the plan and the offset
 * that the evidence names, which is known or bounded; and what the group read after the evidence was taken, which can only be guessed.
 *
 * @param atMost the bounded part: 0 where the offset is exact, empty where nobody knows (a checkpoint) or nothing is moved
 * @param sinceEvidence the guess: the group's last known speed in offsets a second, times the age of the evidence, rounded up; empty
 *     where speed or age are unknown
 */
public record ReadAgain(OptionalLong atMost, OptionalLong sinceEvidence) {

    /** For a partition where nothing is moved. */
    public static final ReadAgain UNKNOWN = new ReadAgain(OptionalLong.empty(), OptionalLong.empty());
}
