package io.mirrorkit.examples.runner;

import io.mirrorkit.api.Flow;
import io.mirrorkit.failover.FailoverClient;
import io.mirrorkit.failover.PlanTable;
import io.mirrorkit.failover.switching.PlannedSwitch;
import io.mirrorkit.failover.switching.SwitchControl;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;

/**
 * Shows where an application's clients work, or sends them to the other cluster. For applications with switching clients; groups of other
 * clients are moved with plan and apply.
 *
 * @param file the mm2.properties
 * @param application the application's name
 * @param way what to do
 * @param yes whether nobody is asked
 * @param deadline how long each step of a planned switch may take
 */
record SwitchCommand(Path file, String application, Way way, boolean yes, Duration deadline) implements Command {

    /** What to do. */
    sealed interface Way {

        /** Nothing but to look. */
        record Look() implements Way {}

        /**
         * With both clusters running.
         *
         * @param to the cluster to go to
         * @param force whether to go on without clients that don't answer
         */
        record Planned(String to, boolean force) implements Way {}

        /**
         * Without the other cluster.
         *
         * @param to the cluster to go to
         */
        record Lost(String to) implements Way {}

        /**
         * Take back what was begun.
         *
         * @param to the cluster that it was to go to
         */
        record TakeBack(String to) implements Way {}
    }

    @Override
    public int run(Terminal terminal) {
        Deployment deployment = FlowLoader.deployment(Mm2Files.read(file), Set.of());
        if (deployment.clusters().size() != 2) {
            throw new UsageException("a switch is between two clusters, and the flows of " + file + " have "
                    + deployment.clusters().size());
        }
        SwitchControl.Builder builder = SwitchControl.builder(application);
        deployment.clusters().forEach(cluster -> builder.cluster(cluster.cluster(), cluster.forReading()));
        try (SwitchControl control = builder.connect()) {
            if (way instanceof Way.Planned planned) {
                return planned(terminal, control, deployment, planned);
            }
            if (way instanceof Way.Lost lost) {
                return lost(terminal, control, deployment, lost);
            }
            if (way instanceof Way.TakeBack back) {
                Flow flow = flowTo(deployment, back.to());
                PlannedSwitch.builder(control, back.to()).flow(flow).build().rollBack();
            }
            terminal.result(SwitchReport.of(application, control.read()));
            return ExitCode.OK;
        }
    }

    private int planned(Terminal terminal, SwitchControl control, Deployment deployment, Way.Planned planned) {
        flowTo(deployment, planned.to());
        if (refused(terminal, "Send " + application + " to " + planned.to() + ", planned?")) {
            return ExitCode.PARTLY;
        }
        PlannedSwitch.Builder builder = PlannedSwitch.builder(control, planned.to())
                .patience(deadline)
                .onStep(step -> terminal.tell(step.name() + ": " + step.took().toMillis() + " ms"));
        deployment.flows().forEach(builder::flow);
        if (planned.force()) {
            builder.force();
        }
        PlannedSwitch.Outcome outcome = builder.build().run();
        outcome.notes().forEach(terminal::tell);
        terminal.result(SwitchReport.of(application, control.read()));
        return ExitCode.OK;
    }

    private int lost(Terminal terminal, SwitchControl control, Deployment deployment, Way.Lost lost) {
        ClientProperties target = deployment.clusters().stream()
                .filter(cluster -> cluster.cluster().equals(lost.to()))
                .findFirst()
                .orElseThrow(() -> new UsageException("there is no cluster " + lost.to() + " in " + file));
        try (FailoverClient client = FailoverClient.connect(target.forReading(), flowTo(deployment, lost.to()))) {
            terminal.tell("What it costs, for clients that don't hand over where they are:");
            terminal.result(PlanTable.of(client.planAll()));
        }
        if (refused(terminal, "Send " + application + " to " + lost.to() + " at once?")) {
            return ExitCode.PARTLY;
        }
        control.switchTo(lost.to(), "switched by hand");
        terminal.result(SwitchReport.of(application, control.read()));
        return ExitCode.OK;
    }

    private boolean refused(Terminal terminal, String question) {
        boolean refused = !yes && !terminal.confirms(question);
        if (refused) {
            terminal.tell("Nothing was switched.");
        }
        return refused;
    }

    private Flow flowTo(Deployment deployment, String to) {
        Optional<Flow> flow = deployment.flows().stream()
                .filter(one -> one.target().equals(to))
                .findFirst();
        return flow.orElseThrow(() -> new UsageException("no flow of " + file + " goes to " + to));
    }
}
