package io.mirrorkit.failover.switching;

import io.mirrorkit.api.errors.MirrorException;
import io.mirrorkit.api.ledger.HandOver.HandedPartition;
import io.mirrorkit.api.ledger.MemberStatus;
import io.mirrorkit.failover.Completeness.What;
import io.mirrorkit.failover.FailoverClient;
import io.mirrorkit.failover.GroupPlan;
import io.mirrorkit.failover.internal.Deadline;
import io.mirrorkit.failover.internal.TargetGroups;
import io.mirrorkit.failover.switching.Translations.Landing;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/**
 * Works out where a group goes on after a switch, and commits it for the group. Sources of truth in order: what its members say themselves;
 * what the group committed on the cluster that it leaves, if that answers; what the engine saw last. Thread-safe; blocks.
 */
final class HandOverWork {

    /** How long the cluster that is left may take to say what a group committed there; it may be lost. */
    private static final Duration OLD_CLUSTER_WITHIN = Duration.ofSeconds(3);

    /**
     * What was worked out.
     *
     * @param partitions where the group goes on
     * @param commits what to commit for it
     * @param unfinished whether asking again may give a better answer
     * @param exact whether all of it is exact
     */
    record Worked(
            List<HandedPartition> partitions,
            Map<TopicPartition, OffsetAndMetadata> commits,
            boolean unfinished,
            boolean exact) {}

    /** Where the group is on the cluster that it leaves. */
    private record Place(long position, long committed, String metadata) {}

    private final Map<String, ClusterSite> sites;
    private final Topology topology;
    private final Translations translations;

    HandOverWork(Map<String, ClusterSite> sites, Topology topology) {
        this.sites = Map.copyOf(sites);
        this.topology = topology;
        this.translations = new Translations(sites, topology);
    }

    /**
     * Works it out; changes nothing.
     *
     * @param said what members say that have handed over
     */
    Worked work(String group, String from, String to, Collection<MemberStatus> said, Deadline deadline) {
        Map<TopicPartition, Place> places = new HashMap<>();
        Optional<Map<TopicPartition, OffsetAndMetadata>> old = committed(from, group);
        old.ifPresent(commits -> commits.forEach((partition, commit) -> places.put(partition, place(commit))));
        Merge.of(said)
                .forEach((partition, merged) -> places.put(
                        partition,
                        new Place(
                                merged.offset().position(),
                                Math.min(
                                        merged.offset().position(),
                                        merged.offset().committed()),
                                merged.offset().metadata())));
        Map<TopicPartition, OffsetAndMetadata> there = committed(to, group).orElse(Map.of());
        Work work = new Work(from.equals(to) ? Map.of() : there);
        if (old.isEmpty() && !from.equals(to)) {
            for (TopicPartition partition : List.copyOf(places.keySet())) {
                if (topology.route(from, to, partition.topic()) instanceof Topology.Route.Backward home) {
                    places.remove(partition);
                    work.addLost(partition, home.topic());
                }
            }
        }
        translated(from, to, places, deadline).forEach(work::add);
        if (old.isEmpty()) {
            plan(group, from, to, deadline).ifPresent(work::addUnknown);
        }
        return work.done();
    }

    private static Place place(OffsetAndMetadata commit) {
        return Mark.of(commit)
                .map(mark -> new Place(mark.position(), commit.offset(), mark.metadata()))
                .orElseGet(() -> new Place(commit.offset(), commit.offset(), commit.metadata()));
    }

    /** Positions and commits in one go: both are offsets of the same partitions. */
    private Map<TopicPartition, Map.Entry<Place, List<Landing>>> translated(
            String from, String to, Map<TopicPartition, Place> places, Deadline deadline) {
        Map<TopicPartition, Long> positions = new HashMap<>();
        Map<TopicPartition, Long> commits = new HashMap<>();
        places.forEach((partition, place) -> {
            positions.put(partition, place.position());
            commits.put(partition, place.committed() < 0 ? place.position() : place.committed());
        });
        Map<TopicPartition, Landing> ofPositions = translations.translate(from, to, positions, deadline);
        Map<TopicPartition, Landing> ofCommits =
                positions.equals(commits) ? ofPositions : translations.translate(from, to, commits, deadline);
        Map<TopicPartition, Map.Entry<Place, List<Landing>>> all = new HashMap<>();
        places.forEach((partition, place) -> {
            Landing position = ofPositions.get(partition);
            Landing commit = ofCommits.get(partition);
            if (position != null && commit != null) {
                all.put(partition, Map.entry(place, List.of(position, commit)));
            }
        });
        return all;
    }

    /** The topics in which a group has committed on a cluster. */
    Set<String> topics(String group, String cluster) {
        return committed(cluster, group).orElse(Map.of()).keySet().stream()
                .map(TopicPartition::topic)
                .collect(Collectors.toSet());
    }

    private Optional<Map<TopicPartition, OffsetAndMetadata>> committed(String cluster, String group) {
        ClusterSite site = sites.get(cluster);
        if (site == null) {
            return Optional.empty();
        }
        try (Admin admin = new ControlClients(site, group).admin()) {
            Optional<Map<TopicPartition, OffsetAndMetadata>> answer = committed(admin, group);
            admin.close(Duration.ZERO);
            return answer;
        }
    }

    private static Optional<Map<TopicPartition, OffsetAndMetadata>> committed(Admin admin, String group) {
        try {
            return Optional.of(new TargetGroups(admin).committed(group, Deadline.in(OLD_CLUSTER_WITHIN)));
        } catch (MirrorException e) {
            return Optional.empty();
        }
    }

    private Optional<GroupPlan> plan(String group, String from, String to, Deadline deadline) {
        ClusterSite site = sites.get(to);
        return topology.between(from, to).filter(flow -> site != null).map(flow -> {
            try (FailoverClient client =
                    FailoverClient.connect(requireSite(site).properties(), flow)) {
                return client.plan(group, deadline.remaining().plusMillis(1));
            }
        });
    }

    private static ClusterSite requireSite(@Nullable ClusterSite site) {
        if (site == null) {
            throw new IllegalStateException("the cluster is not known");
        }
        return site;
    }

    /**
     * Commits for a group that has no members on the cluster.
     *
     * @throws MirrorException if it has some after all, or the cluster does not answer
     */
    void commit(String group, String cluster, Worked worked, Deadline deadline) {
        if (worked.commits().isEmpty()) {
            return;
        }
        try (Admin admin = new ControlClients(requireSite(sites.get(cluster)), group).admin()) {
            new TargetGroups(admin).commitWithMetadata(group, worked.commits(), deadline);
        }
    }

    /** Gathers answers for one group. */
    private static final class Work {
        private final Map<TopicPartition, OffsetAndMetadata> there;
        private final List<HandedPartition> partitions = new ArrayList<>();
        private final Map<TopicPartition, OffsetAndMetadata> commits = new HashMap<>();
        private boolean unfinished;
        private boolean exact = true;

        Work(Map<TopicPartition, OffsetAndMetadata> there) {
            this.there = there;
        }

        void add(TopicPartition from, Map.Entry<Place, List<Landing>> translated) {
            Landing position = translated.getValue().get(0);
            Landing commit = translated.getValue().get(1);
            unfinished |= position.unfinished() || commit.unfinished();
            exact &= position.exact() && position.offset().isPresent();
            TopicPartition to = position.partition();
            if (position.offset().isEmpty() || commit.offset().isEmpty()) {
                partitions.add(handed(from, to, -1, -1, String.valueOf(position.decision())));
                return;
            }
            long reached = notBackwards(to, position.offset().getAsLong(), position.exact());
            long committed = notBackwards(to, commit.offset().getAsLong(), commit.exact());
            add(
                    from,
                    to,
                    Math.max(reached, committed),
                    committed,
                    translated.getKey().metadata(),
                    position);
        }

        /** Where the answer isn't exact, what the group itself has committed there before is not taken back. */
        private long notBackwards(TopicPartition to, long offset, boolean exactly) {
            OffsetAndMetadata own = there.get(to);
            return own == null || exactly ? offset : Math.max(offset, own.offset());
        }

        private void add(
                TopicPartition from, TopicPartition to, long position, long committed, String metadata, Landing basis) {
            partitions.add(handed(from, to, position, committed, String.valueOf(basis.decision())));
            commits.put(to, Mark.commit(committed, position, metadata));
        }

        /** The way home lies in a ledger on the cluster that does not answer; what the group once committed at home counts. */
        void addLost(TopicPartition from, String home) {
            exact = false;
            TopicPartition to = new TopicPartition(home, from.partition());
            OffsetAndMetadata own = there.get(to);
            long offset = own == null ? -1 : own.offset();
            partitions.add(handed(from, to, offset, offset, "what the group committed there before"));
        }

        /** What nobody spoke of, the engine may have seen. */
        void addUnknown(GroupPlan plan) {
            unfinished |= plan.completeness().missing().stream().anyMatch(missing -> missing.what() != What.GROUP);
            plan.partitions().values().stream()
                    .filter(one -> partitions.stream()
                            .noneMatch(known -> known.to().equals(one.remote().topic())
                                    && known.partition() == one.remote().partition()))
                    .forEach(one -> {
                        exact = false;
                        String basis = one.decision() + ", as the engine saw it last";
                        one.decision()
                                .target()
                                .ifPresentOrElse(
                                        offset -> {
                                            long from = notBackwards(one.remote(), offset, false);
                                            partitions.add(handed(one.source(), one.remote(), from, from, basis));
                                            commits.put(one.remote(), new OffsetAndMetadata(from));
                                        },
                                        () -> partitions.add(handed(one.source(), one.remote(), -1, -1, basis)));
                    });
        }

        private static HandedPartition handed(
                TopicPartition from, TopicPartition to, long position, long committed, String basis) {
            return new HandedPartition(from.topic(), to.topic(), from.partition(), position, committed, basis);
        }

        Worked done() {
            partitions.sort(Comparator.comparing(HandedPartition::from).thenComparingInt(HandedPartition::partition));
            return new Worked(List.copyOf(partitions), Map.copyOf(commits), unfinished, exact);
        }
    }
}
