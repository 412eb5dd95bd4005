package io.mirrorkit.failover;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * Writes plans as JSON for programs. Unknown numbers are {@code null}; durations are milliseconds, instants ISO 8601. Members may be
 * added in later releases. Pure.
 */
public final class PlanJson {

    private PlanJson() {}

    /**
     * A group's plan.
     *
     * @param plan the plan
     * @return one JSON object, on one line
     */
    public static String of(GroupPlan plan) {
        Json json = new Json();
        write(json, plan);
        return json.toString();
    }

    /**
     * The plans of all groups.
     *
     * @param plan the plan
     * @return one JSON object, on one line
     */
    public static String of(FailoverPlan plan) {
        Json json = new Json().open('{').name("flow").text(plan.flow());
        json.name("madeAt").text(plan.madeAt().toString());
        write(json, plan.completeness());
        write(json, plan.totals());
        json.name("groups").open('[');
        plan.groups().values().forEach(group -> write(json, group));
        return json.close(']').close('}').toString();
    }

    private static void write(Json json, GroupPlan plan) {
        json.open('{').name("flow").text(plan.flow()).name("group").text(plan.group());
        json.name("madeAt").text(plan.madeAt().toString());
        write(json, plan.completeness());
        write(json, plan.totals());
        json.name("partitions").open('[');
        plan.partitions().values().forEach(partition -> write(json, partition));
        json.close(']');
        texts(json.name("notes"), plan.notes()).close('}');
    }

    private static void write(Json json, Completeness completeness) {
        json.name("complete").raw(completeness.complete());
        json.name("missing").open('[');
        completeness.missing().forEach(missing -> json.open('{')
                .name("what")
                .text(missing.what().name())
                .name("detail")
                .text(missing.detail())
                .close('}'));
        json.close(']');
    }

    private static void write(Json json, PlanTotals totals) {
        json.name("totals").open('{');
        json.name("seeks").raw(totals.seeks()).name("exact").raw(totals.exact());
        json.name("holds").raw(totals.holds());
        json.name("readAgainAtMost").raw(totals.readAgainAtMost());
        json.name("readAgainUnbounded").raw(totals.readAgainUnbounded());
        json.name("readAgainSinceEvidence").raw(totals.readAgainSinceEvidence());
        json.name("offsetsNotThere").raw(totals.offsetsNotThere());
        json.name("notArrived").raw(totals.notArrived()).close('}');
    }

    private static void write(Json json, PartitionPlan plan) {
        json.open('{').name("topic").text(plan.source().topic());
        json.name("partition").raw(plan.source().partition());
        json.name("remoteTopic").text(plan.remote().topic());
        json.name("sourceOffset").raw(orNull(plan.sourceOffset()));
        write(json, plan.decision());
        json.name("readAgainAtMost").raw(orNull(plan.readAgain().atMost()));
        json.name("readAgainSinceEvidence").raw(orNull(plan.readAgain().sinceEvidence()));
        json.name("offsetsNotThere").raw(plan.offsetsNotThere());
        json.name("notArrived").raw(orNull(plan.notArrived().map(NotArrived::readable)));
        json.name("notArrivedToEnd").raw(orNull(plan.notArrived().map(NotArrived::all)));
        json.name("groupEvidenceAgeMs").raw(orNull(plan.evidenceAge().group().map(Duration::toMillis)));
        json.name("sourceEvidenceAgeMs").raw(orNull(plan.evidenceAge().source().map(Duration::toMillis)));
        json.name("note").text(plan.note()).close('}');
    }

    private static void write(Json json, Decision decision) {
        json.name("decision").text(decision.fold(seek -> "SEEK", hold -> "HOLD"));
        json.name("targetOffset").raw(orNull(decision.target()));
        decision.fold(seek -> json.name("basis").text(seek.basis().name()), hold -> json.name("reason")
                .text(hold.reason().name())
                .name("detail")
                .text(hold.detail()));
    }

    private static Json texts(Json json, List<String> texts) {
        json.open('[');
        texts.forEach(json::text);
        return json.close(']');
    }

    private static Object orNull(OptionalLong number) {
        return number.isPresent() ? number.getAsLong() : "null";
    }

    private static Object orNull(Optional<Long> number) {
        return number.isPresent() ? number.get() : "null";
    }
}
