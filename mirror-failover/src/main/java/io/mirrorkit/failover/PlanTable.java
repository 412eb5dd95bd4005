package io.mirrorkit.failover;

import io.mirrorkit.failover.Completeness.Missing;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import org.apache.kafka.common.TopicPartition;

/** Writes plans as tables that a tired person can read. Pure. */
public final class PlanTable {

    private static final List<String> HEAD = List.of(
            "group",
            "topic",
            "partition",
            "source offset",
            "target offset",
            "how",
            "read again",
            "not arrived",
            "evidence age");

    /** Columns that hold numbers, and so end on the right. */
    private static final List<Integer> RIGHT = List.of(2, 3, 4, 6, 7, 8);

    private PlanTable() {}

    /**
     * A group's plan, below it the notes and the totals.
     *
     * @param plan the plan
     * @return lines, each ended by a line feed
     */
    public static String of(GroupPlan plan) {
        StringBuilder out = new StringBuilder();
        heading(out, plan.flow(), plan.madeAt().toString(), plan.completeness());
        Columns columns = new Columns(HEAD, RIGHT);
        addRows(columns, plan);
        columns.writeTo(out);
        plan.notes().forEach(note -> out.append("note: ").append(note).append('\n'));
        return totals(out, plan.totals()).toString();
    }

    /**
     * The plans of all groups in one table, below it the notes and the totals.
     *
     * @param plan the plan
     * @return lines, each ended by a line feed
     */
    public static String of(FailoverPlan plan) {
        StringBuilder out = new StringBuilder();
        heading(out, plan.flow(), plan.madeAt().toString(), plan.completeness());
        Columns columns = new Columns(HEAD, RIGHT);
        plan.groups().values().forEach(group -> addRows(columns, group));
        columns.writeTo(out);
        plan.groups().values().stream()
                .flatMap(group -> group.notes().stream())
                .distinct()
                .forEach(note -> out.append("note: ").append(note).append('\n'));
        return totals(out, plan.totals()).toString();
    }

    private static void heading(StringBuilder out, String flow, String madeAt, Completeness completeness) {
        out.append("Plan of flow ").append(flow).append(", made ").append(madeAt);
        out.append(completeness.complete() ? "\n" : ", INCOMPLETE\n");
        for (Missing missing : completeness.missing()) {
            out.append("missing: ").append(missing.detail()).append('\n');
        }
    }

    private static void addRows(Columns columns, GroupPlan plan) {
        for (PartitionPlan partition : plan.partitions().values()) {
            columns.add(row(plan.group(), partition));
        }
        if (plan.partitions().isEmpty()) {
            columns.add(List.of(plan.group(), "-", "-", "-", "-", "nothing known", "-", "-", "-"));
        }
    }

    private static List<String> row(String group, PartitionPlan plan) {
        TopicPartition source = plan.source();
        List<String> cells = new ArrayList<>();
        cells.add(group);
        cells.add(source.topic());
        cells.add(Integer.toString(source.partition()));
        cells.add(number(plan.sourceOffset()));
        cells.add(number(plan.decision().target()));
        cells.add(how(plan));
        cells.add(readAgain(plan));
        cells.add(plan.notArrived()
                .map(offsets -> Long.toString(offsets.readable()))
                .orElse("?"));
        cells.add(plan.evidenceAge().group().map(PlanTable::age).orElse("?"));
        return cells;
    }

    private static String how(PartitionPlan plan) {
        String how = plan.decision()
                .fold(seek -> how(plan, seek), hold -> "HELD, " + hold.reason().words() + ": " + hold.detail());
        return plan.note().isEmpty() ? how : how + " [" + plan.note() + "]";
    }

    private static String how(PartitionPlan plan, Decision.Seek seek) {
        String atMost = plan.readAgain().atMost().orElse(0) > 0
                ? " (<= " + plan.readAgain().atMost().getAsLong() + ")"
                : "";
        String notThere = plan.offsetsNotThere() > 0 ? ", next " + plan.offsetsNotThere() + " not there" : "";
        return seek.basis().words() + atMost + notThere;
    }

    private static String readAgain(PartitionPlan plan) {
        if (plan.decision().hold().isPresent()) {
            return "-";
        }
        OptionalLong atMost = plan.readAgain().atMost();
        OptionalLong since = plan.readAgain().sinceEvidence();
        String known = atMost.isEmpty() ? "?" : (atMost.getAsLong() == 0 ? "0" : "<= " + atMost.getAsLong());
        return since.isEmpty() ? known + " + ?" : (since.getAsLong() == 0 ? known : known + " + ~" + since.getAsLong());
    }

    private static String number(OptionalLong number) {
        return number.isPresent() ? Long.toString(number.getAsLong()) : "-";
    }

    /** An age in the unit that suits it. */
    static String age(Duration age) {
        long seconds = age.toSeconds();
        if (seconds < 1) {
            return age.toMillis() + " ms";
        }
        if (seconds < 120) {
            return seconds + " s";
        }
        return seconds < 7200
                ? age.toMinutes() + " min"
                : seconds < 172_800 ? age.toHours() + " h" : age.toDays() + " d";
    }

    private static StringBuilder totals(StringBuilder out, PlanTotals totals) {
        out.append(totals.seeks()).append(" partitions get an offset, ").append(totals.exact());
        out.append(" of them the very one; ").append(totals.holds()).append(" held. Read again: at most ");
        out.append(totals.readAgainAtMost()).append(" records");
        if (totals.readAgainUnbounded() > 0) {
            out.append(" and nobody knows how many in ")
                    .append(totals.readAgainUnbounded())
                    .append(" partitions");
        }
        out.append(", and about ").append(totals.readAgainSinceEvidence()).append(" read since the evidence. ");
        return out.append("Not arrived: ").append(totals.notArrived()).append(" offsets.\n");
    }
}
