package io.mirrorkit.failover;

import io.mirrorkit.api.errors.MirrorException;
import java.util.function.Function;

/** What became of one group when the plan of all groups was applied. */
public sealed interface ApplyOutcome {

    /**
     * The group stands where the plan says.
     *
     * @param applied what was committed
     */
    record Done(Applied applied) implements ApplyOutcome {}

    /**
     * The group was not moved, or not wholly; the error says which.
     *
     * @param error why, with the way out
     */
    record Failed(MirrorException error) implements ApplyOutcome {}

    /**
     * One answer per case; a case added later breaks the caller at compile time.
     *
     * @param done the answer for {@link Done}
     * @param failed the answer for {@link Failed}
     * @param <T> the type of the answer
     * @return the answer
     */
    default <T> T fold(Function<Done, T> done, Function<Failed, T> failed) {
        return this instanceof Done answer ? done.apply(answer) : failed.apply((Failed) this);
    }
}
