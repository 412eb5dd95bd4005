package io.mirrorkit.examples.runner;

import io.mirrorkit.failover.switching.ControlReading;
import java.util.Locale;

/** Says in lines where an application's clients work. */
final class SwitchReport {

    private SwitchReport() {}

    static String of(String application, ControlReading reading) {
        StringBuilder out = new StringBuilder();
        out.append(reading.standing()
                .fold(
                        state -> application + " works on " + state.active() + ", " + words(state.phase())
                                + state.next().map(next -> " for " + next).orElse("") + ". Epoch " + state.epoch()
                                + ", by " + state.who() + " (" + state.why() + ").\n",
                        two -> application + " stands still: two changes of epoch "
                                + two.one().epoch()
                                + " contradict each other, to " + two.one().active() + " by "
                                + two.one().who() + " and to " + two.other().active() + " by "
                                + two.other().who() + ". Agree, and switch with --lost.\n",
                        () -> "Nobody works under the name " + application + ".\n"));
        reading.unread().forEach((alias, why) -> out.append("Cluster " + alias + " could not be read: " + why + "\n"));
        reading.members()
                .forEach((id, heard) ->
                        out.append("  " + id + ": " + words(heard.status().kind()) + ", "
                                + words(heard.status().activity()) + " at epoch "
                                + heard.status().epoch() + ", heard " + heard.at() + "\n"));
        reading.handOvers().forEach((group, handOver) -> {
            out.append("Group " + group + " was handed over at epoch " + handOver.epoch()
                    + (handOver.late().isEmpty() ? "" : ", without " + handOver.late()) + ":\n");
            handOver.partitions()
                    .forEach(one -> out.append("  " + one.from() + "-" + one.partition() + " -> " + one.to() + "-"
                            + one.partition() + " " + one.basis() + "\n"));
        });
        return out.toString();
    }

    private static String words(Enum<?> value) {
        return value.name().toLowerCase(Locale.ROOT).replace('_', ' ');
    }
}
