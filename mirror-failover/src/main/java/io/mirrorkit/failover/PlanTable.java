package io.mirrorkit.failover;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
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
     * A group's plan, below it what is held and why, the notes and the totals.
     *
     * @param plan the plan
     * @return lines, each ended by a line feed
     */
    public static String of(GroupPlan plan) {
        StringBuilder out = heading(plan.flow(), plan.madeAt(), plan.completeness());
        return body(out, List.of(plan), plan.totals());
    }

    /**
     * The plans of all groups in one table, below it what is held and why, the notes and the totals.
     *
     * @param plan the plan
     * @return lines, each ended by a line feed
     */
    public static String of(FailoverPlan plan) {
        StringBuilder out = heading(plan.flow(), plan.madeAt(), plan.completeness());
        return body(out, plan.groups().values(), plan.totals());
    }

    private static String body(StringBuilder out, Collection<GroupPlan> groups, PlanTotals totals) {
        Columns columns = new Columns(HEAD, RIGHT);
        groups.forEach(group -> addRows(columns, group));
        columns.writeTo(out);
        groups.forEach(group -> addRemarks(out, group));
        groups.stream().flatMap(group -> group.notes().stream()).distinct().forEach(note -> line(out, "note: ", note));
        return out.append(totals(totals)).toString();
    }

    private static StringBuilder heading(String flow, Instant madeAt, Completeness completeness) {
        StringBuilder out = new StringBuilder();
        out.append("Plan of flow ").append(flow).append(", made ").append(madeAt);
        out.append(completeness.complete() ? "\n" : ", INCOMPLETE\n");
        completeness.missing().forEach(missing -> line(out, "missing: ", missing.detail()));
        return out;
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
        return plan.decision()
                .fold(seek -> how(plan, seek), hold -> "held: " + hold.reason().words());
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

    /** What a row has no room for: why a partition is held, with the way out, and what was noted. */
    private static void addRemarks(StringBuilder out, GroupPlan plan) {
        for (PartitionPlan partition : plan.partitions().values()) {
            String where = plan.group() + " " + partition.source() + ": ";
            partition
                    .decision()
                    .hold()
                    .ifPresent(hold -> line(
                            out,
                            "held: ",
                            where + hold.detail() + ". Way out: "
                                    + hold.reason().wayOut()));
            if (!partition.note().isEmpty()) {
                line(out, "note: ", where + partition.note());
            }
        }
    }

    private static void line(StringBuilder out, String kind, String text) {
        out.append(kind).append(Columns.oneLine(text)).append('\n');
    }

    private static String totals(PlanTotals totals) {
        String unbounded = totals.readAgainUnbounded() == 0
                ? ""
                : ", nobody knows how many for " + totals.readAgainUnbounded() + " of the offsets";
        return "Offsets: " + totals.seeks() + " (" + totals.exact() + " exact). Held: " + totals.holds()
                + ". Read again: at most " + totals.readAgainAtMost() + " records" + unbounded + ", and about "
                + totals.readAgainSinceEvidence() + " read since the evidence. Not arrived: " + totals.notArrived()
                + " offsets.\n";
    }
}
