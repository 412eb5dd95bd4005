package io.mirrorkit.examples.quickstart;

import io.mirrorkit.core.FlowStatus;
import io.mirrorkit.failover.Applied;
import io.mirrorkit.failover.FailoverClient;
import io.mirrorkit.failover.GroupPlan;
import io.mirrorkit.failover.PlanTotals;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.apache.kafka.common.TopicPartition;

/**
 * Starts two clusters, replicates one to the other, kills it in the middle of a group's work, lets the group go on with the other, and
 * proves by the ids of the records that each was processed exactly once. Exit code 0 if the proof holds, 1 if it does not.
 */
public final class Main {

    private static final int RECORDS = 300_000;

    private final int records;
    private final Screen screen;
    private final Workload workload;
    private final Proof proof;

    private Main(int records, Screen screen) {
        this.records = records;
        this.screen = screen;
        this.workload = new Workload(records);
        this.proof = new Proof(records);
    }

    /**
     * Runs the demonstration.
     *
     * @param args the number of records, if it is not to be 300,000
     */
    public static void main(String[] args) {
        System.exit(run(args));
    }

    static int run(String... args) {
        Screen screen = new Screen(System.out);
        try {
            List<String> objections =
                    new Main(args.length == 0 ? RECORDS : Integer.parseInt(args[0]), screen).demonstrate();
            objections.forEach(objection -> screen.say("FAILED: %s", objection));
            return objections.isEmpty() ? 0 : 1;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return 1;
        } catch (RuntimeException e) {
            screen.say("FAILED: %s", e);
            return 1;
        }
    }

    /** What a step of the demonstration leaves for the table at its end. */
    private record Replicated(FlowStatus status, double seconds, Map<TopicPartition, Long> committed) {}

    private List<String> demonstrate() throws InterruptedException {
        try (Clusters clusters = Clusters.start()) {
            screen.say("two clusters run, each in a JVM of its own: primary and backup");
            workload.produce(clusters.primary(), screen);
            screen.say("%,d records (%.0f MB) are on primary, in topics orders and payments", records, megabytes());
            Replication replication = new Replication(clusters, screen);
            Replicated replicated = replicate(clusters, replication);
            clusters.primary().kill();
            screen.say("primary was killed (kill -9); group billing had processed %,d records", proof.processed());
            replication.close();
            return goOn(clusters, replication, replicated);
        }
    }

    /** The group works on primary before and while the flow copies; both come to rest. */
    private Replicated replicate(Clusters clusters, Replication replication) throws InterruptedException {
        Map<TopicPartition, Long> committed;
        try (Billing billing =
                Billing.fromTheBeginning(clusters.primary(), proof, Workload.ORDERS, Workload.PAYMENTS)) {
            billing.readUpTo(parts(billing.ends(), 0.5));
            screen.say("group billing has processed %,d of them on primary", proof.processed());
            replication.start();
            screen.say("the flow primary-backup runs");
            committed = billing.readUpTo(parts(billing.ends(), 1));
        }
        replication.awaitCopied(records);
        screen.say("%,d records copied in %.1f s", records, replication.secondsToCopy());
        replication.awaitCheckpoint(Billing.GROUP, committed);
        return new Replicated(replication.status(), replication.secondsToCopy(), committed);
    }

    /** Each partition another part: nothing of the first, all of the last, and the other way round in the second topic. */
    private static Map<TopicPartition, Long> parts(Map<TopicPartition, Long> ends, double factor) {
        Map<TopicPartition, Long> parts = new HashMap<>();
        ends.forEach((partition, end) -> {
            int step = partition.topic().equals(Workload.ORDERS)
                    ? partition.partition()
                    : Workload.PARTITIONS - 1 - partition.partition();
            parts.put(partition, (long) (factor * end * step / (Workload.PARTITIONS - 1)));
        });
        return parts;
    }

    /** With backup alone. */
    private List<String> goOn(Clusters clusters, Replication replication, Replicated replicated) {
        GroupPlan plan;
        Applied applied;
        try (FailoverClient client = FailoverClient.connect(clusters.backup().clientProperties(), replication.flow())) {
            plan = client.plan(Billing.GROUP);
            screen.say(
                    "planned with backup alone: %d offsets, %d of them exact, %d held",
                    plan.totals().seeks(), plan.totals().exact(), plan.totals().holds());
            applied = client.apply(plan);
            screen.say(
                    "applied: %d offsets of group billing are committed on backup",
                    applied.committed().size());
        }
        int before = proof.processed();
        try (Billing billing = Billing.whereItWasMovedTo(
                clusters.backup(), proof, "primary." + Workload.ORDERS, "primary." + Workload.PAYMENTS)) {
            billing.readUpTo(billing.ends());
        }
        screen.say("group billing went on with backup and processed %,d records", proof.processed() - before);
        List<String> objections = objections(plan, applied, replicated);
        show(plan, replicated, objections);
        return objections;
    }

    private List<String> objections(GroupPlan plan, Applied applied, Replicated replicated) {
        List<String> objections = new ArrayList<>(proof.objections());
        if (!plan.ready() || plan.totals().exact() != 2 * Workload.PARTITIONS) {
            objections.add("the plan is not exact everywhere:\n" + plan);
        }
        if (applied.committed().size() != replicated.committed().size()) {
            objections.add("only " + applied.committed().size() + " offsets were committed");
        }
        return objections;
    }

    private void show(GroupPlan plan, Replicated replicated, List<String> objections) {
        PlanTotals totals = plan.totals();
        List<String[]> rows = new ArrayList<>();
        row(rows, "records", "%,d in 2 topics, %d partitions each, %.0f MB", records, Workload.PARTITIONS, megabytes());
        row(
                rows,
                "replicated at",
                "%.0f MB/s, by a cold JVM and with the group at work",
                megabytes() / replicated.seconds());
        row(rows, "lag when primary was lost", "%d", replicated.status().lag());
        row(rows, "group", "%s", Billing.GROUP);
        row(rows, "offsets translated", "%d, exact: %d", totals.seeks(), totals.exact());
        row(rows, "read again", "%d", totals.readAgainAtMost());
        row(rows, "processed", "%,d of %,d", proof.processed(), records);
        row(rows, "twice", "%,d", proof.twice());
        row(
                rows,
                "result",
                "%s, after %.0f s",
                objections.isEmpty() ? "each record exactly once" : "FAILED",
                screen.seconds());
        screen.table(rows);
    }

    private static void row(List<String[]> rows, String name, String format, Object... values) {
        rows.add(new String[] {name, String.format(Locale.ROOT, format, values)});
    }

    private double megabytes() {
        return workload.bytes() / 1e6;
    }
}
