package io.mirrorkit.examples.runner;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mirrorkit.api.ExistingTopics;
import io.mirrorkit.api.Flow;
import io.mirrorkit.api.FlowConfig;
import io.mirrorkit.api.ReplicationPolicy;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FlowLoaderTest {

    private static Flow flow(String more) {
        return Texts.deployment(Texts.two(more)).flows().get(0);
    }

    @Test
    void shouldLoadAStandByPair() {
        // When
        Deployment deployment = Texts.deployment(Texts.resource("active-passive.properties"));

        // Then
        assertThat(deployment.flows()).singleElement().satisfies(flow -> {
            FlowConfig config = flow.config();
            assertThat(flow.name()).isEqualTo("primary-backup");
            assertThat(flow.policy().description()).isEqualTo("prefix(separator=.)");
            assertThat(flow.topics().accepts("orders-eu")).isTrue();
            assertThat(flow.topics().accepts("invoices")).isFalse();
            assertThat(flow.topics().accepts("orders.replica")).isFalse();
            assertThat(flow.groups().accepts("shipping-2")).isTrue();
            assertThat(flow.groups().accepts("audit")).isFalse();
            assertThat(config.enabled(FlowConfig.GROUP_SYNC_ENABLED)).isTrue();
            assertThat(config.duration(FlowConfig.CHECKPOINT_INTERVAL)).isEqualTo(Duration.ofSeconds(5));
            assertThat(config.duration(FlowConfig.TOPICS_DISCOVERY_INTERVAL)).isEqualTo(Duration.ofSeconds(30));
            assertThat(config.duration(FlowConfig.GROUPS_DISCOVERY_INTERVAL)).isEqualTo(Duration.ofDays(365));
            assertThat(config.duration(FlowConfig.HEARTBEATS_INTERVAL)).isEqualTo(Duration.ofSeconds(2));
            assertThat(config.number(FlowConfig.REPLICATION_FACTOR)).isEqualTo(3);
            assertThat(config.number(FlowConfig.INTERNAL_REPLICATION_FACTOR)).isEqualTo(2);
        });
        assertThat(deployment.clusters()).extracting(ClientProperties::cluster).containsExactly("primary", "backup");
        assertThat(deployment.leftOut()).containsExactly("backup->primary is not enabled");
        assertThat(deployment.remarks().withoutEffect()).isEmpty();
        assertThat(deployment.remarks().warnings()).isEmpty();
        assertThat(deployment.remarks().notes()).isEmpty();
    }

    @Test
    void shouldLoadTwoClustersThatBothWork() {
        // When
        Deployment deployment = Texts.deployment(Texts.resource("active-active.properties"));

        // Then
        assertThat(deployment.flows()).extracting(Flow::name).containsExactly("A-B", "B-A");
        Flow there = deployment.flows().get(0);
        Flow back = deployment.flows().get(1);
        assertThat(there.policy().remoteTopic("A", "orders")).isEqualTo("A_orders");
        assertThat(back.topics().accepts("pay-private")).isFalse();
        assertThat(there.topics().accepts("pay-private")).isTrue();
        assertThat(there.config().number(FlowConfig.REPLICATION_FACTOR)).isEqualTo(-1);
        assertThat(back.config().number(FlowConfig.REPLICATION_FACTOR)).isEqualTo(2);
        assertThat(deployment.leftOut()).isEmpty();
        assertThat(deployment.remarks().withoutEffect())
                .contains("These keys have no effect here: sync.topic.acls.enabled, tasks.max.");
        assertThat(deployment.remarks().notes())
                .hasSize(2)
                .anySatisfy(note -> assertThat(note).startsWith("A->B: replication.factor is not set"))
                .anySatisfy(note -> assertThat(note).startsWith("A->B, B->A: sync.group.offsets.enabled is not set"));
    }

    @Test
    void shouldLoadARingWithEverybodysKeys() {
        // When
        Deployment deployment = Texts.deployment(Texts.resource("ring.properties"));

        // Then
        assertThat(deployment.flows()).extracting(Flow::name).containsExactly("eu-eu.west", "eu-us", "us-eu");
        assertThat(deployment.remarks().warnings()).isEmpty();
        assertThat(deployment.remarks().withoutEffect().orElseThrow())
                .contains(
                        "dedicated.mode.enable.internal.rest",
                        "eu->us.offset.lag.max",
                        "us.exactly.once.source.support")
                .contains(
                        "eu->us.target.consumer.isolation.level", "status.storage.replication.factor", "key.converter")
                .endsWith("These are decided by MirrorKit: eu.consumer.group.id, us.producer.acks.");
        assertThat(deployment.leftOut()).hasSize(3);
    }

    @Test
    void shouldTakeMirrorMakersDefaultsForWhatIsReplicated() {
        // When
        Flow flow = flow("");

        // Then
        assertThat(flow.topics().accepts("anything")).isTrue();
        assertThat(flow.topics().accepts("mm2-offset-syncs.B.internal")).isFalse();
        assertThat(flow.topics().accepts("orders.replica")).isFalse();
        assertThat(flow.topics().accepts("__consumer_offsets")).isFalse();
        assertThat(flow.groups().accepts("anybody")).isTrue();
        assertThat(flow.groups().accepts("connect-sink")).isFalse();
        assertThat(flow.groups().accepts("console-consumer-1")).isFalse();
        assertThat(flow.policy().remoteTopic("A", "orders")).isEqualTo("A.orders");
        assertThat(flow.config().enabled(FlowConfig.GROUP_SYNC_ENABLED)).isFalse();
        assertThat(flow.config().enabled(FlowConfig.HEARTBEATS_ENABLED)).isTrue();
        assertThat(flow.startPosition()).hasToString("earliest");
    }

    @Test
    void shouldReplicateHeartbeatsOfOthersWhateverTheTopicsAre() {
        // When
        Flow with = flow("topics = orders\nemit.heartbeats.enabled = false\n");
        Flow without =
                flow("topics = orders\nemit.heartbeats.enabled = false\nheartbeats.replication.enabled = false\n");

        // Then
        assertThat(with.config().enabled(FlowConfig.HEARTBEATS_ENABLED)).isFalse();
        assertThat(with.topics().accepts("heartbeats")).isTrue();
        assertThat(with.topics().accepts("C.heartbeats")).isTrue();
        assertThat(without.topics().accepts("heartbeats")).isFalse();
    }

    @Test
    void shouldSayThatHeartbeatsOfItsOwnAreReplicated() {
        // When
        Deployment deployment = Texts.deployment(Texts.two("heartbeats.replication.enabled = false\n"));

        // Then
        assertThat(deployment.remarks().notes()).anySatisfy(note -> assertThat(note)
                .startsWith("A->B: heartbeats.replication.enabled=false has no effect"));
    }

    @Test
    void shouldTakeAnEmptyListForNothing() {
        // When
        Flow flow = flow("topics =\ntopics.exclude =\n");

        // Then
        assertThat(flow.topics().accepts("orders")).isFalse();
    }

    @ParameterizedTest
    @CsvSource({
        "org.apache.kafka.connect.mirror.DefaultReplicationPolicy, prefix(separator=.)",
        "org.apache.kafka.connect.mirror.IdentityReplicationPolicy, identity(separator=.)",
        "io.mirrorkit.examples.runner.FlowLoaderTest$Shouting, shouting",
    })
    void shouldNameTopicsAsTheClassSays(String policy, String description) {
        // When
        Flow flow = flow("replication.policy.class = " + policy + "\n");

        // Then
        assertThat(flow.policy().description()).isEqualTo(description);
    }

    @ParameterizedTest
    @CsvSource({
        "no.such.Policy, is not on the class path",
        "java.lang.String, does not implement io.mirrorkit.api.ReplicationPolicy",
        "io.mirrorkit.examples.runner.FlowLoaderTest$Choosy, can't be made",
    })
    void shouldRefuseAPolicyThatCannotBeUsed(String policy, String problem) {
        // When, Then
        assertThatThrownBy(() -> flow("A->B.replication.policy.class = " + policy + "\n"))
                .isInstanceOf(BadFileException.class)
                .hasMessageContaining("A->B.replication.policy.class=" + policy)
                .hasMessageContaining(problem);
    }

    @Test
    void shouldRefuseAnAliasThatHoldsTheSeparator() {
        // Given
        Mm2File file = Texts.file("""
                clusters = eu.west, B
                eu.west.bootstrap.servers = a:9092
                B.bootstrap.servers = b:9092
                eu.west->B.enabled = true
                """);

        // When, Then
        assertThatThrownBy(() -> Texts.deployment(file))
                .isInstanceOf(BadFileException.class)
                .hasMessageContaining("eu.west")
                .hasMessageContaining("replication.policy.separator");
    }

    @Test
    void shouldTakeClientPropertiesIntoTheFlowThatAreParts() {
        // When
        Flow flow = flow("""
                A.consumer.auto.offset.reset = latest
                A.consumer.isolation.level = read_uncommitted
                A->B.producer.override.compression.type = zstd
                """);

        // Then
        assertThat(flow.startPosition()).hasToString("latest");
        assertThat(flow.config().text(FlowConfig.ISOLATION_LEVEL)).isEqualTo("read_uncommitted");
        assertThat(flow.config().text(FlowConfig.COMPRESSION_TYPE)).isEqualTo("zstd");
    }

    @Test
    void shouldTakeMirrorKitsOwnKeysWhichWin() {
        // When
        Flow flow = flow("""
                A->B.flow.name = billing
                A->B.checkpoint.interval.ms = 250
                emit.checkpoints.interval.seconds = 60
                group.sync.enabled = true
                sync.group.offsets.enabled = false
                existing.topics = adopt
                ledger.slots = 4
                internal.topic.replication.factor = 1
                checkpoints.topic.replication.factor = 3
                """);

        // Then
        FlowConfig config = flow.config();
        assertThat(flow.name()).isEqualTo("billing");
        assertThat(config.duration(FlowConfig.CHECKPOINT_INTERVAL)).isEqualTo(Duration.ofMillis(250));
        assertThat(config.enabled(FlowConfig.GROUP_SYNC_ENABLED)).isTrue();
        assertThat(flow.existingTopics()).isEqualTo(ExistingTopics.ADOPT);
        assertThat(config.number(FlowConfig.SLOTS)).isEqualTo(4);
        assertThat(config.number(FlowConfig.INTERNAL_REPLICATION_FACTOR)).isEqualTo(1);
    }

    @Test
    void shouldLeaveTopicConfigsToMirrorKitUnlessTheFileSaysOtherwise() {
        // When
        Flow byDefault = flow("");
        Flow chosen = flow("config.properties.exclude = retention\\\\..*\n");

        // Then
        assertThat(byDefault.topicConfigs().description()).isEqualTo("(default configs)");
        assertThat(chosen.topicConfigs().accepts("retention.ms")).isFalse();
        assertThat(chosen.topicConfigs().accepts("min.insync.replicas")).isTrue();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "A->B.enabled = yes | A->B.enabled=yes is neither true nor false",
                "topics = a,,b | topics=a,,b has an empty element",
                "A->B.groups = (x | A->B.groups=(x has the element \"(x\", which is no regular expression",
                "emit.checkpoints.interval.seconds = 0 | emit.checkpoints.interval.seconds=0 is no number of seconds",
                "refresh.topics.interval.seconds = 1.5 | refresh.topics.interval.seconds=1.5 is no number of seconds",
                "replication.factor = two | replication.factor=two is not possible",
                "heartbeats.topic.replication.factor = -2 | heartbeats.topic.replication.factor=-2 is not possible",
                "A.consumer.auto.offset.reset = none | A.consumer.auto.offset.reset=none is no place to begin at",
                "A.consumer.isolation.level = yes | A.consumer.isolation.level=yes is not possible",
                "existing.topics = overwrite | existing.topics=overwrite is none of refuse, append and adopt",
                "A->B.flow.name = a/b | A->B.flow.name=a/b is no name for a flow",
                "replication.policy.separator = / | replication.policy.separator=/ can't stand in a topic's name",
                "ledger.slots = 0 | ledger.slots=0 is not possible (Value must be at least 1)",
                "A->B.transforms = mask | A->B.transforms asks for records to be changed",
                "B.sasl.jaas.config = ${env:JAAS} | B.sasl.jaas.config refers to the config provider \"env\"",
                "topics = ${file:/x:topics} | topics refers to the config provider \"file\"",
            })
    void shouldNameWhatIsWrongInOneLine(String line, String problem) {
        // When, Then
        assertThatThrownBy(() -> flow(line + "\n"))
                .isInstanceOf(BadFileException.class)
                .hasMessageStartingWith("mm2.properties: " + problem)
                .hasMessageContaining(" Way out: ")
                .message()
                .doesNotContain("\n");
    }

    @Test
    void shouldTakeTwoTunablesThatFitTogetherOnly() {
        // When
        Flow flow = flow("retry.backoff.ms = 20000\nretry.backoff.max.ms = 60000\n");

        // Then
        assertThat(flow.config().duration(FlowConfig.RETRY_BACKOFF)).isEqualTo(Duration.ofSeconds(20));
        assertThatThrownBy(() -> flow("retry.backoff.ms = 20000\n"))
                .isInstanceOf(BadFileException.class)
                .hasMessageContaining("retry.backoff.max.ms");
    }

    @Test
    void shouldKeepOnlyFlowsIntoTheClustersThatAreAskedFor() {
        // When
        Deployment deployment = FlowLoader.deployment(Texts.resource("active-active.properties"), Set.of("B"));

        // Then
        assertThat(deployment.flows()).extracting(Flow::name).containsExactly("A-B");
        assertThat(deployment.leftOut()).containsExactly("B->A writes to a cluster that --clusters does not name");
    }

    @Test
    void shouldRefuseToRunNothing() {
        // Given
        Mm2File file =
                Texts.file("clusters = A, B\nA.bootstrap.servers = a:1\nB.bootstrap.servers = b:1\nenabled = true\n");

        // When, Then
        assertThatThrownBy(() -> Texts.deployment(file))
                .isInstanceOf(BadFileException.class)
                .hasMessageContaining("leaves nothing to replicate")
                .hasMessageContaining("A->B.enabled = true");
    }

    @Test
    void shouldRefuseAClusterThatTheFileDoesNotKnow() {
        // When, Then
        assertThatThrownBy(() -> FlowLoader.deployment(Texts.two(""), Set.of("C")))
                .isInstanceOf(UsageException.class)
                .hasMessageContaining("\"C\"");
    }

    @ParameterizedTest
    @CsvSource({"A->B, A-B", "A-B, A-B", "B->A, back", "back, back"})
    void shouldFindAFlowByItsPairAndByItsName(String name, String flow) {
        // Given
        Mm2File file = Texts.two("B->A.flow.name = back\n");

        // When
        FlowLoader.OnTarget found = FlowLoader.onTarget(file, Optional.of(name));

        // Then
        assertThat(found.flow().name()).isEqualTo(flow);
        assertThat(found.properties().cluster()).isEqualTo(found.flow().target());
    }

    @Test
    void shouldNeedNothingOfTheSourceOnTheDay() {
        // Given
        Mm2File file = Texts.file("clusters = A, B\nB.bootstrap.servers = b:1\nA->B.enabled = true\n");

        // When
        FlowLoader.OnTarget found = FlowLoader.onTarget(file, Optional.empty());

        // Then
        assertThat(found.properties().bootstrapServers()).isEqualTo("b:1");
    }

    @Test
    void shouldAskWhichFlowIsMeant() {
        // Given
        Mm2File file = Texts.resource("active-active.properties");

        // When, Then
        assertThatThrownBy(() -> FlowLoader.onTarget(file, Optional.empty()))
                .isInstanceOf(UsageException.class)
                .hasMessageContaining("'A->B', 'B->A'");
        assertThatThrownBy(() -> FlowLoader.onTarget(file, Optional.of("A-")))
                .isInstanceOf(UsageException.class)
                .hasMessageContaining("in quotes");
    }

    /** A policy of somebody's own. */
    public static final class Shouting implements ReplicationPolicy {
        @Override
        public String remoteTopic(String sourceAlias, String topic) {
            return topic.toUpperCase(java.util.Locale.ROOT);
        }

        @Override
        public Optional<String> sourceTopic(String sourceAlias, String remoteTopic) {
            return Optional.of(remoteTopic.toLowerCase(java.util.Locale.ROOT));
        }

        @Override
        public String description() {
            return "shouting";
        }
    }

    /** A policy that can't be made without an argument. */
    public static final class Choosy implements ReplicationPolicy {
        public Choosy(String argument) {}

        @Override
        public String remoteTopic(String sourceAlias, String topic) {
            return topic;
        }

        @Override
        public Optional<String> sourceTopic(String sourceAlias, String remoteTopic) {
            return Optional.of(remoteTopic);
        }
    }
}
