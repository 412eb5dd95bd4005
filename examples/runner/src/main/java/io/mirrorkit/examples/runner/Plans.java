package io.mirrorkit.examples.runner;

import io.mirrorkit.failover.Completeness;
import io.mirrorkit.failover.Completeness.Missing;
import io.mirrorkit.failover.Completeness.What;
import io.mirrorkit.failover.FailoverPlan;
import io.mirrorkit.failover.GroupPlan;
import io.mirrorkit.failover.PlanJson;
import io.mirrorkit.failover.PlanTable;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The plans that a command line asks for: one of all groups, or one for each group that it names.
 */
sealed interface Plans {

    /** One plan of all groups. */
    record OfAll(FailoverPlan plan) implements Plans {
        @Override
        public String table() {
            return PlanTable.of(plan);
        }

        @Override
        public String json() {
            return PlanJson.of(plan) + "\n";
        }

        @Override
        public boolean ready() {
            return plan.ready();
        }

        @Override
        public List<GroupPlan> groups() {
            return List.copyOf(plan.groups().values());
        }

        @Override
        public Stream<Completeness> completeness() {
            return Stream.of(plan.completeness());
        }
    }

    /** One plan for each group. */
    record OfGroups(List<GroupPlan> groups) implements Plans {
        @Override
        public String table() {
            return groups.stream().map(PlanTable::of).collect(Collectors.joining("\n"));
        }

        @Override
        public String json() {
            return groups.stream().map(plan -> PlanJson.of(plan) + "\n").collect(Collectors.joining());
        }

        @Override
        public boolean ready() {
            return groups.stream().allMatch(GroupPlan::ready);
        }

        @Override
        public Stream<Completeness> completeness() {
            return groups.stream().map(GroupPlan::completeness);
        }
    }

    /** For people. */
    String table();

    /** For programs: one JSON object a line. */
    String json();

    /** Whether nothing is held and nothing is missing. */
    boolean ready();

    /** The plans, one for each group. */
    List<GroupPlan> groups();

    /** What the plans rest on. */
    Stream<Completeness> completeness();

    /** What a script is told. */
    default int exitCode() {
        boolean unreachable = completeness()
                .flatMap(completeness -> completeness.missing().stream())
                .map(Missing::what)
                .anyMatch(What.TARGET::equals);
        return unreachable ? ExitCode.UNREACHABLE : ready() ? ExitCode.OK : ExitCode.PARTLY;
    }
}
