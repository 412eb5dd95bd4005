package io.mirrorkit.api.ledger;

/** A piece of the offset map: an exact {@link Run} or a merged {@link Anchor}. Ends are exclusive. */
public sealed interface Stretch permits Run, Anchor {

    /**
     * The first source offset.
     *
     * @return the offset of the first record on the source
     */
    long sourceBase();

    /**
     * The first target offset.
     *
     * @return the offset of the first record on the target
     */
    long targetBase();

    /**
     * Where the stretch ends on the source.
     *
     * @return the first offset behind it
     */
    long sourceEnd();

    /**
     * Where the stretch ends on the target.
     *
     * @return the first offset behind it
     */
    long targetEnd();

    /**
     * How many records it holds.
     *
     * @return the number, 1 or more
     */
    long records();
}
