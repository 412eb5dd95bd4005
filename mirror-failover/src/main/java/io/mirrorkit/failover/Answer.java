package io.mirrorkit.failover;

import io.mirrorkit.failover.Completeness.What;
import io.mirrorkit.failover.Decision.Hold;
import io.mirrorkit.failover.Decision.Seek;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * Where one offset lies on the target.
 *
 * @param decision where, or why not
 * @param atMostAgain how many records are read again at the most
 * @param offsetsNotThere how many of the next source offsets are not on the target
 * @param lacking the kind of evidence that was missing, if that is why there is no better answer
 */
record Answer(Decision decision, OptionalLong atMostAgain, long offsetsNotThere, Optional<What> lacking) {

    static Answer at(long offset, Basis basis, OptionalLong atMostAgain, long offsetsNotThere) {
        return new Answer(new Seek(offset, basis), atMostAgain, offsetsNotThere, Optional.empty());
    }

    static Answer hold(Reason reason, String detail) {
        return new Answer(new Hold(reason, detail), OptionalLong.empty(), 0, Optional.empty());
    }

    static Answer incomplete(What lacking, String detail) {
        return new Answer(new Hold(Reason.INCOMPLETE, detail), OptionalLong.empty(), 0, Optional.of(lacking));
    }

    Answer butLacking(What what) {
        return new Answer(decision, atMostAgain, offsetsNotThere, Optional.of(what));
    }
}
