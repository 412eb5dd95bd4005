package io.mirrorkit.failover.switching;

import io.mirrorkit.api.Flow;
import io.mirrorkit.api.errors.SwitchRefusedException;
import io.mirrorkit.api.ledger.ControlKey;
import io.mirrorkit.api.ledger.ControlState;
import io.mirrorkit.api.ledger.ControlState.Origin;
import io.mirrorkit.api.ledger.HandOver;
import io.mirrorkit.api.ledger.MemberStatus;
import io.mirrorkit.api.ledger.MemberStatus.Activity;
import io.mirrorkit.api.ledger.MemberStatus.Kind;
import io.mirrorkit.failover.Completeness.What;
import io.mirrorkit.failover.FailoverClient;
import io.mirrorkit.failover.GroupPlan;
import io.mirrorkit.failover.internal.Deadline;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.errors.InterruptException;

/** What the steps of a planned switch do, in the caller's thread. Refusals say why; the caller takes back what was begun. */
final class PlannedWork {

    private static final Duration LOOK_EVERY = Duration.ofMillis(100);

    private final SwitchControl control;
    private final PlannedSwitch.Settings settings;
    private final Topology topology;
    private final HandOverWork handOvers;
    private final List<String> notes = new ArrayList<>();

    PlannedWork(SwitchControl control, PlannedSwitch.Settings settings) {
        this.control = control;
        this.settings = settings;
        this.topology = new Topology(settings.flows());
        this.handOvers = new HandOverWork(control.sites(), topology);
    }

    List<String> notes() {
        return List.copyOf(notes);
    }

    private Deadline patience() {
        return Deadline.in(settings.patience());
    }

    // --- validate and fence

    void validate(ControlState state) {
        ControlReading reading = control.read();
        if (!reading.unread().isEmpty()) {
            throw new SwitchRefusedException(
                    "A planned switch needs both clusters, and " + reading.unread() + ".",
                    "mend the connection; if the cluster is lost, switch without a plan.");
        }
        Flow flow = flow(state.active());
        try (FailoverClient client = FailoverClient.connect(site(settings.to()).properties(), flow)) {
            for (String group : groups(reading)) {
                refuseHeld(client.plan(group));
            }
        }
    }

    private static void refuseHeld(GroupPlan plan) {
        boolean lacks = plan.completeness().missing().stream().anyMatch(missing -> missing.what() != What.GROUP);
        if (lacks || !plan.holds().isEmpty()) {
            throw new SwitchRefusedException(
                    "The plan of group " + plan.group() + " is " + plan.completeness() + " and holds " + plan.holds()
                            + ".",
                    "mend what it names, then switch again.");
        }
    }

    ControlState fence() {
        return control.change(
                settings.to(),
                settings.why(),
                (changes, standing) -> Optional.of(changes.fence(standing, settings.to())));
    }

    void awaitProducers(ControlState state) {
        awaitAll(
                state,
                status -> status.kind() == Kind.PRODUCER,
                status -> status.activity() == Activity.FENCED,
                "have not finished and stopped");
        notes.add("The brokers fence nobody: a process that is frozen now may write to " + state.active()
                + " when it wakes.");
    }

    // --- drain and settle

    void awaitDrained(ControlState state) {
        Deadline patience = patience();
        try (Drained drained = new Drained(site(state.active()), site(settings.to()), flow(state.active()))) {
            Set<String> topics = topics(state);
            Optional<String> left = drained.left(topics, patience);
            while (left.isPresent()) {
                if (patience.passed()) {
                    throw new SwitchRefusedException(
                            "Not all is on " + settings.to() + " after " + settings.patience() + ": " + left.get()
                                    + ".",
                            "see that nobody else writes to these topics and that the engine copies them; then switch again.");
                }
                pause();
                left = drained.left(topics, patience);
            }
        }
    }

    /** What the application is known to write or read, without the topics whose records came from the other cluster. */
    private Set<String> topics(ControlState state) {
        Set<String> topics = new TreeSet<>();
        ControlReading reading = control.read();
        reading.members().values().forEach(heard -> heard.status().offsets().stream()
                .filter(offset -> heard.status().cluster().equals(state.active()))
                .forEach(offset -> topics.add(offset.topic())));
        groups(reading).forEach(group -> topics.addAll(handOvers.topics(group, state.active())));
        topics.removeIf(
                topic -> !(topology.route(state.active(), settings.to(), topic) instanceof Topology.Route.Forward));
        return topics;
    }

    ControlState settle(ControlState seen) {
        return control.change(
                settings.to(), settings.why(), (changes, standing) -> Optional.of(changes.settle(standing, seen)));
    }

    void awaitConsumers(ControlState state) {
        awaitAll(
                state,
                status -> status.kind() == Kind.CONSUMER,
                status -> status.activity() == Activity.HANDED_OVER,
                "have not said where they are");
    }

    Map<String, HandOverWork.Worked> workOut(ControlState state) {
        Map<String, HandOverWork.Worked> all = new TreeMap<>();
        ControlReading reading = control.read();
        for (String group : groups(reading)) {
            List<MemberStatus> said = HandOverDuty.latest(reading.members().values().stream()
                    .map(ControlReading.Heard::status)
                    .filter(status -> status.group().equals(group)
                            && status.follows(state)
                            && status.activity() == Activity.HANDED_OVER)
                    .toList());
            HandOverWork.Worked worked = handOvers.work(group, state.active(), settings.to(), said, patience());
            if (worked.unfinished() || (!worked.exact() && !settings.forced())) {
                throw new SwitchRefusedException(
                        "Group " + group + " would not go on exactly where it is: " + worked.partitions() + ".",
                        "mend what it names, then switch again, or force the switch.");
            }
            all.put(group, worked);
        }
        return all;
    }

    // --- flip and verify

    ControlState flip(ControlState seen, Map<String, HandOverWork.Worked> groups) {
        Uuid uuid = Uuid.randomUuid();
        Origin origin = new Origin(seen.active(), seen.epoch() + 1, uuid);
        Deadline patience = patience();
        groups.forEach((group, worked) -> {
            handOvers.commit(group, settings.to(), worked, patience);
            HandOver handOver = new HandOver(origin.epoch(), uuid, control.who(), List.of(), worked.partitions());
            control.write(
                    settings.to(),
                    patience,
                    records -> records.handOver(group, origin).isPresent()
                            ? Optional.empty()
                            : Optional.of(new ControlCopy.Write(
                                    new ControlKey.Group(control.application(), group), handOver.encode())));
        });
        return control.change(
                settings.to(),
                settings.why(),
                uuid,
                Optional.empty(),
                (changes, standing) -> Optional.of(changes.complete(standing, seen)));
    }

    void verify(ControlState state) {
        Deadline patience = patience();
        Map<String, String> waiting = waiting(state, status -> true, status -> status.activity() == Activity.WORKING);
        while (!waiting.isEmpty() && !patience.passed()) {
            pause();
            waiting = waiting(state, status -> true, status -> status.activity() == Activity.WORKING);
        }
        waiting.forEach(
                (id, what) -> notes.add("Not seen at work on " + state.active() + " yet: " + id + " is " + what));
    }

    // --- members

    private void awaitAll(
            ControlState state, Predicate<MemberStatus> whom, Predicate<MemberStatus> done, String otherwise) {
        Deadline patience = patience();
        Map<String, String> waiting = waiting(state, whom, done);
        while (!waiting.isEmpty()) {
            if (patience.passed()) {
                if (settings.forced()) {
                    notes.add("Gone on without " + waiting + ", who " + otherwise);
                    return;
                }
                throw new SwitchRefusedException(
                        "After " + settings.patience() + " these " + otherwise + ": " + waiting + ".",
                        "look after these instances, then switch again, or force the switch.");
            }
            pause();
            waiting = waiting(state, whom, done);
        }
    }

    private Map<String, String> waiting(
            ControlState state, Predicate<MemberStatus> whom, Predicate<MemberStatus> done) {
        ControlReading reading = control.read();
        if (reading.state()
                .filter(now -> !now.contradicts(state) && now.epoch() == state.epoch())
                .isEmpty()) {
            throw new SwitchRefusedException(
                    "Somebody changed the application's state meanwhile: " + reading.standing() + ".",
                    "agree with whoever did, and switch again.");
        }
        Instant silent = Instant.now().minus(settings.silentAfter());
        Map<String, String> waiting = new TreeMap<>();
        reading.members().forEach((id, heard) -> {
            MemberStatus status = heard.status();
            boolean follows = status.follows(state) && done.test(status);
            if (whom.test(status) && !follows && heard.at().isAfter(silent)) {
                waiting.put(id, status.activity() + " at epoch " + status.epoch());
            }
        });
        return waiting;
    }

    private static Set<String> groups(ControlReading reading) {
        return reading.members().values().stream()
                .map(heard -> heard.status().group())
                .filter(group -> !group.isEmpty())
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private Flow flow(String from) {
        return topology.between(from, settings.to())
                .orElseThrow(() -> new SwitchRefusedException(
                        "No flow goes from " + from + " to " + settings.to() + ".",
                        "give the switch the flow that copies what the application writes on " + from + "."));
    }

    private ClusterSite site(String alias) {
        ClusterSite site = new HashMap<>(control.sites()).get(alias);
        if (site == null) {
            throw new IllegalArgumentException(
                    "no cluster " + alias + " among " + control.sites().keySet());
        }
        return site;
    }

    private static void pause() {
        try {
            Thread.sleep(LOOK_EVERY.toMillis());
        } catch (InterruptedException e) {
            throw new InterruptException(e);
        }
    }
}
