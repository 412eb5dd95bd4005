package io.mirrorkit.failover.switching;

import io.mirrorkit.api.ledger.ControlState;
import io.mirrorkit.api.ledger.MemberStatus;
import io.mirrorkit.api.ledger.MemberStatus.MemberOffset;
import io.mirrorkit.failover.internal.Deadline;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.kafka.clients.consumer.CloseOptions;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRebalanceListener;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.errors.WakeupException;
import org.jspecify.annotations.Nullable;

/**
 * Where a switchable consumer sits: on no cluster, or on one. Belongs to the polling thread, but for what {@link SwitchedClient} asks and
 * {@link #wakeup}.
 */
final class ConsumerSeat<K, V> implements SwitchedClient {

    private static final Duration LOOK_EVERY = Duration.ofMillis(100);
    private static final Duration FOREVER = Duration.ofDays(365);
    private static final Duration CATALOG_WITHIN = Duration.ofSeconds(5);

    private final ClusterSwitch clusters;
    private final ConsumerFactory<K, V> factory;
    private final ConsumerSettings settings;
    private final String id;
    private final ConsumerVoice voice;
    private final AtomicBoolean userWakeup = new AtomicBoolean();

    private Wish wish = new Wish.Nothing();
    private Optional<ConsumerRebalanceListener> listener = Optional.empty();
    private Set<TopicPartition> paused = new HashSet<>();

    /** Where it was on the cluster that it left, until it sits again. */
    private List<MemberOffset> carried = List.of();

    private Optional<String> leftCluster = Optional.empty();

    /** Also read by those who wake or direct it. */
    private volatile @Nullable OpenConsumer<K, V> open;

    ConsumerSeat(ClusterSwitch clusters, ConsumerFactory<K, V> factory, ConsumerSettings settings) {
        this.clusters = clusters;
        this.factory = factory;
        this.settings = settings;
        this.id = clusters.newClientId("consumer");
        this.voice = new ConsumerVoice(clusters.instance(), settings.group().orElse(""));
        clusters.enlist(this);
    }

    // --- what its switch asks

    @Override
    public String id() {
        return id;
    }

    @Override
    public Optional<MemberStatus> status() {
        return voice.status();
    }

    @Override
    public void directed(Directive directive) {
        OpenConsumer<K, V> now = open;
        directive.state().ifPresent(state -> voice.follow(state, Optional.ofNullable(now)));
        if (now != null && leaves(now, directive)) {
            now.client().wakeup();
        }
    }

    // --- sitting down and getting up

    Optional<OpenConsumer<K, V>> open() {
        return Optional.ofNullable(open);
    }

    /** Whether what there is to do is no longer what the client was opened for. */
    boolean leaves(OpenConsumer<K, V> now, Directive directive) {
        if (directive instanceof Directive.Settle || directive instanceof Directive.Contradicted) {
            return true;
        }
        return directive
                .state()
                .filter(state -> !state.origin().equals(now.origin()))
                .isPresent();
    }

    /** Whether others may already go on from where this one is. */
    boolean overtaken() {
        OpenConsumer<K, V> now = open;
        Directive directive = clusters.directive();
        return now == null || (leaves(now, directive) && !(directive instanceof Directive.Settle));
    }

    ConsumerRecords<K, V> poll(Duration timeout) {
        Deadline deadline = Deadline.in(shorter(timeout, FOREVER));
        while (true) {
            throwIfWoken();
            Directive directive = clusters.directive();
            OpenConsumer<K, V> now = sit(directive);
            if (now == null || directive instanceof Directive.Wait) {
                if (deadline.passed()) {
                    return ConsumerRecords.empty();
                }
                await(shorter(deadline.remaining(), LOOK_EVERY));
                continue;
            }
            ConsumerRecords<K, V> records = poll(now, deadline.remaining());
            if (!records.isEmpty() || deadline.passed()) {
                return records;
            }
        }
    }

    private ConsumerRecords<K, V> poll(OpenConsumer<K, V> now, Duration timeout) {
        try {
            look(now);
            return now.poll(shorter(timeout, Duration.ofSeconds(1)), paused);
        } catch (WakeupException e) {
            throwIfWoken();
            return ConsumerRecords.empty();
        }
    }

    /** Remote topics come into being later than the subscription to them. */
    private void look(OpenConsumer<K, V> now) {
        if (wish instanceof Wish.Topics || wish instanceof Wish.Matching) {
            clusters.catalog().lastKnown(now.cluster()).ifPresent(existing -> now.subscribe(wish, existing, listener));
        }
    }

    private @Nullable OpenConsumer<K, V> sit(Directive directive) {
        OpenConsumer<K, V> now = open;
        if (now != null && leaves(now, directive)) {
            leave(now, directive);
            now = null;
        }
        if (now == null && directive instanceof Directive.Work work && mayJoin(work.change())) {
            now = join(work.change());
        }
        return now;
    }

    private boolean mayJoin(ControlState state) {
        return settings.group().isEmpty()
                || state.origin().isEmpty()
                || clusters.handOver(settings.group().get(), state).isPresent();
    }

    private void leave(OpenConsumer<K, V> now, Directive directive) {
        Set<TopicPartition> assignment = now.client().assignment();
        try {
            if (!assignment.isEmpty() && !(wish instanceof Wish.Partitions)) {
                listener.ifPresent(application -> application.onPartitionsLost(assignment));
            }
        } finally {
            List<MemberOffset> offsets = now.offsets(settings.autoCommit());
            int generation = now.generation();
            carried = offsets;
            leftCluster = Optional.of(now.cluster());
            open = null;
            Runnable publish = () -> {
                ControlState state =
                        clusters.directive().state().or(directive::state).orElse(now.openedUnder());
                voice.handsOver(state, now, generation, offsets);
                clusters.say(this);
            };
            if (directive instanceof Directive.Settle) {
                now.abandon(true, publish);
            } else {
                publish.run();
                now.abandon(false, () -> {});
            }
        }
    }

    private @Nullable OpenConsumer<K, V> join(ControlState state) {
        String cluster = state.active();
        if (leftCluster.isPresent()) {
            clusters.catalog().forget(cluster);
        }
        Optional<Set<String>> existing = clusters.catalog().topics(cluster, CATALOG_WITHIN);
        if (existing.isEmpty()) {
            return null;
        }
        Consumer<K, V> client = factory.create(cluster, clusters.site(cluster).over(settings.properties()));
        OpenConsumer<K, V> now = new OpenConsumer<>(client, state, settings, clusters.topology(), existing.get());
        open = now;
        voice.works(state, cluster);
        clusters.say(this);
        move(cluster, existing.get());
        if (wish instanceof Wish.Partitions partitions) {
            now.assign(partitions.partitions());
        } else if (!(wish instanceof Wish.Nothing)) {
            now.subscribe(wish, existing.get(), listener);
        }
        place(now, cluster);
        pauseAgain(now);
        leftCluster = Optional.empty();
        carried = List.of();
        return now;
    }

    private void move(String cluster, Set<String> existing) {
        leftCluster.ifPresent(left -> {
            paused = new HashSet<>(Wish.moved(paused, left, cluster, existing, clusters.topology()));
            if (wish instanceof Wish.Partitions partitions) {
                wish = new Wish.Partitions(
                        Wish.moved(partitions.partitions(), left, cluster, existing, clusters.topology()));
            }
        });
    }

    /** Without a group nobody else knows where it was; what it was never given there it reads from the beginning. */
    private void place(OpenConsumer<K, V> now, String cluster) {
        if (settings.group().isPresent() || leftCluster.isEmpty()) {
            return;
        }
        Map<TopicPartition, Long> offsets = new HashMap<>();
        carried.forEach(one -> offsets.put(new TopicPartition(one.topic(), one.partition()), one.position()));
        Set<TopicPartition> unknown = new HashSet<>(now.client().assignment());
        clusters.translations()
                .translate(leftCluster.get(), cluster, offsets, Deadline.in(Duration.ofSeconds(20)))
                .values()
                .forEach(landing -> landing.offset().ifPresent(offset -> {
                    if (unknown.remove(landing.partition())) {
                        now.client().seek(landing.partition(), offset);
                    }
                }));
        now.client().seekToBeginning(unknown);
    }

    private void pauseAgain(OpenConsumer<K, V> now) {
        Set<TopicPartition> here = new HashSet<>(paused);
        here.retainAll(now.client().assignment());
        now.client().pause(here);
    }

    // --- what the application wants

    void want(Wish wanted, Optional<ConsumerRebalanceListener> observer) {
        wish = wanted;
        listener = observer;
        OpenConsumer<K, V> now = open;
        if (now != null) {
            if (wanted instanceof Wish.Partitions partitions) {
                now.assign(partitions.partitions());
            } else if (wanted instanceof Wish.Nothing) {
                now.client().unsubscribe();
            } else {
                look(now);
            }
        }
    }

    Wish wish() {
        return wish;
    }

    Set<TopicPartition> paused() {
        return paused;
    }

    boolean autoCommits() {
        return settings.autoCommit();
    }

    Optional<String> group() {
        return settings.group();
    }

    // --- waking and closing

    void wakeup() {
        userWakeup.set(true);
        OpenConsumer<K, V> now = open;
        if (now != null) {
            now.client().wakeup();
        }
    }

    /** Throws if it was the application that called {@link #wakeup}; a switch wakes too. */
    void throwIfWoken() {
        if (userWakeup.compareAndSet(true, false)) {
            throw new WakeupException();
        }
    }

    private void await(Duration atMost) {
        try {
            clusters.await(atMost);
        } catch (InterruptedException e) {
            throw new InterruptException(e);
        }
    }

    private static Duration shorter(Duration one, Duration other) {
        return one.compareTo(other) < 0 ? one : other;
    }

    void close(Optional<CloseOptions> options) {
        OpenConsumer<K, V> now = open;
        open = null;
        clusters.dismiss(this);
        if (now != null) {
            if (options.isPresent()) {
                now.client().close(options.get());
            } else {
                now.client().close();
            }
        }
    }
}
