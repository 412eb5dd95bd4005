package io.mirrorkit.examples.runner;

import io.mirrorkit.failover.ApplyOption;
import io.mirrorkit.failover.ApplyOutcome;
import java.util.Collection;
import java.util.Map;
import java.util.Set;

/**
 * Plans, asks, and commits the offsets on the target.
 *
 * @param scope what it is about
 * @param yes whether nobody is asked
 * @param options what is allowed beyond the usual
 */
record ApplyCommand(Scope scope, boolean yes, Set<ApplyOption> options) implements Command {

    /** Copies the options. */
    ApplyCommand {
        options = Set.copyOf(options);
    }

    @Override
    public int run(Terminal terminal) {
        try (Session session = Session.open(scope)) {
            Plans plans = session.plan();
            terminal.result(scope.json() ? plans.json() : plans.table());
            int code = plans.exitCode();
            if (code != ExitCode.OK && (code == ExitCode.UNREACHABLE || !options.contains(ApplyOption.ALLOW_HELD))) {
                terminal.tell("Nothing was applied. Mend what the plan names, or add --allow-held to apply the rest.");
                return code;
            }
            if (!yes && !terminal.confirms(question(session, plans))) {
                terminal.tell("Nothing was applied.");
                return ExitCode.PARTLY;
            }
            Map<String, ApplyOutcome> outcomes = session.apply(plans, options);
            terminal.result(scope.json() ? ApplyReport.json(outcomes) : ApplyReport.text(session.target(), outcomes));
            return Math.max(code, worst(outcomes.values()));
        }
    }

    private static String question(Session session, Plans plans) {
        int offsets =
                plans.groups().stream().mapToInt(plan -> plan.seeks().size()).sum();
        int groups = plans.groups().size();
        return "Commit " + offsets + " offsets of " + groups + (groups == 1 ? " group" : " groups") + " on "
                + session.target() + "?";
    }

    private static int worst(Collection<ApplyOutcome> outcomes) {
        return outcomes.stream()
                .mapToInt(outcome -> outcome.fold(done -> ExitCode.OK, failed -> Main.codeOf(failed.error())))
                .max()
                .orElse(ExitCode.OK);
    }
}
