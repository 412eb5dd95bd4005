package io.mirrorkit.core.internal.engine;

import io.mirrorkit.api.errors.FlowRefusedException;
import java.util.function.Function;
import java.util.function.Supplier;

/** How a flow's runner stands. */
sealed interface RunnerState {

    /** No attempt has succeeded or failed yet. */
    record Starting() implements RunnerState {}

    /** A session runs. */
    record Running(FlowSession session) implements RunnerState {}

    /** The last attempt failed; the next one follows. */
    record Retrying(String reason) implements RunnerState {}

    /** There will be no further attempt. */
    record Refused(FlowRefusedException cause) implements RunnerState {}

    /** The engine was closed. */
    record Closed() implements RunnerState {}

    /** One answer per case. */
    default <T> T fold(
            Supplier<T> starting,
            Function<Running, T> running,
            Function<Retrying, T> retrying,
            Function<Refused, T> refused,
            Supplier<T> closed) {
        if (this instanceof Starting) {
            return starting.get();
        }
        if (this instanceof Running state) {
            return running.apply(state);
        }
        if (this instanceof Retrying state) {
            return retrying.apply(state);
        }
        if (this instanceof Refused state) {
            return refused.apply(state);
        }
        return closed.get();
    }
}
