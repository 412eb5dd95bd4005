package io.mirrorkit.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.apache.kafka.common.config.ConfigException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class FlowTest {

    private static final TopicFilter ALL = TopicFilter.described(topic -> true, "all");
    private static final ReplicationPolicy IDENTITY = new Identity();

    /** The shortest policy there is. */
    private static final class Identity implements ReplicationPolicy {
        @Override
        public String remoteTopic(String sourceAlias, String topic) {
            return topic;
        }

        @Override
        public Optional<String> sourceTopic(String sourceAlias, String remoteTopic) {
            return Optional.of(remoteTopic);
        }

        @Override
        public String description() {
            return "identity";
        }
    }

    private static Flow.Builder flow() {
        return Flow.builder("primary", "backup").topics(ALL).policy(IDENTITY);
    }

    @Test
    void shouldFillInTheDefaultsWhenNothingElseIsSaid() {
        // When
        Flow flow = flow().build();

        // Then
        assertThat(flow.name()).isEqualTo("primary-backup");
        assertThat(flow.source()).isEqualTo("primary");
        assertThat(flow.target()).isEqualTo("backup");
        assertThat(flow.topics()).isSameAs(ALL);
        assertThat(flow.policy()).isSameAs(IDENTITY);
        assertThat(flow.groups().description()).isEqualTo(GroupFilter.defaults().description());
        assertThat(flow.topicConfigs().description())
                .isEqualTo(ConfigFilter.defaults().description());
        assertThat(flow.offsetTranslator()).isSameAs(OffsetTranslator.exact());
        assertThat(flow.startPosition()).isEqualTo(StartPosition.earliest());
        assertThat(flow.existingTopics()).isEqualTo(ExistingTopics.REFUSE);
        assertThat(flow.config().number(FlowConfig.SLOTS)).isEqualTo(8);
        assertThat(flow).hasToString("Flow[primary-backup: primary -> backup, identity]");
    }

    @Test
    void shouldHoldWhatItWasGiven() {
        // Given
        GroupFilter groups = GroupFilter.described(group -> true, "all groups");
        ConfigFilter configs = ConfigFilter.described(config -> true, "all configs");
        CycleDetector detector = HopCycles.INSTANCE;
        OffsetTranslator translator = (ledger, offset, target) -> new Translation.Unavailable("never");

        // When
        Flow flow = flow().name("nightly")
                .groups(groups)
                .topicConfigs(configs)
                .cycleDetector(detector)
                .offsetTranslator(translator)
                .startAt(StartPosition.latest())
                .existingTopics(ExistingTopics.APPEND)
                .config(FlowConfig.STATUS_INTERVAL, Duration.ofSeconds(5))
                .config(FlowConfig.HEARTBEATS_ENABLED, false)
                .config(FlowConfig.REPLICATION_FACTOR, 3)
                .config(FlowConfig.SLOTS, "16")
                .build();

        // Then
        assertThat(flow.name()).isEqualTo("nightly");
        assertThat(flow.groups()).isSameAs(groups);
        assertThat(flow.topicConfigs()).isSameAs(configs);
        assertThat(flow.cycleDetector()).isSameAs(detector);
        assertThat(flow.offsetTranslator()).isSameAs(translator);
        assertThat(flow.startPosition()).isEqualTo(StartPosition.latest());
        assertThat(flow.existingTopics()).isEqualTo(ExistingTopics.APPEND);
        assertThat(flow.config().duration(FlowConfig.STATUS_INTERVAL)).isEqualTo(Duration.ofSeconds(5));
        assertThat(flow.config().enabled(FlowConfig.HEARTBEATS_ENABLED)).isFalse();
        assertThat(flow.config().number(FlowConfig.REPLICATION_FACTOR)).isEqualTo(3);
        assertThat(flow.config().number(FlowConfig.SLOTS)).isEqualTo(16);
    }

    @Test
    void shouldStayAsItIsWhenItsBuilderGoesOn() {
        // Given
        Flow.Builder builder = flow();
        Flow flow = builder.build();

        // When
        Flow later = builder.name("later").config(FlowConfig.SLOTS, 2).build();

        // Then
        assertThat(flow.name()).isEqualTo("primary-backup");
        assertThat(flow.config().number(FlowConfig.SLOTS)).isEqualTo(8);
        assertThat(later.name()).isEqualTo("later");
        assertThat(later.config().number(FlowConfig.SLOTS)).isEqualTo(2);
    }

    @Test
    void shouldDescribeAllThatTheLedgerRemembers() {
        // Given
        Flow flow = flow().startAt(StartPosition.timestamp(Instant.EPOCH)).build();

        // When
        Map<String, String> parts = flow.describeParts();

        // Then
        assertThat(parts)
                .containsEntry("source", "primary")
                .containsEntry("target", "backup")
                .containsEntry("policy", "identity")
                .containsEntry("topics", "(all)")
                .containsEntry("groups", GroupFilter.defaults().description())
                .containsEntry("topic configs", ConfigFilter.defaults().description())
                .containsEntry("cycle detector", HopCycles.INSTANCE.description())
                .containsEntry("offset translator", "exact")
                .containsEntry("start", "timestamp 1970-01-01T00:00:00Z")
                .containsEntry("existing topics", "REFUSE")
                .hasSize(10);
        assertThat(parts).isUnmodifiable();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "with space", "a/b", "ä", "a\n"})
    void shouldRefuseANameThatNoTopicCouldHold(String name) {
        // When
        assertThatIllegalArgumentException()
                .isThrownBy(() -> flow().name(name))
                // Then
                .withMessageContaining("flow name \"" + name + "\"")
                .withMessageContaining("letters, digits");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Flow.builder(name, "backup"))
                .withMessageContaining("source alias \"" + name + "\"");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Flow.builder("primary", name))
                .withMessageContaining("target alias \"" + name + "\"");
    }

    @Test
    void shouldRefuseANameThatIsTooLong() {
        // Given
        String longest = "x".repeat(100);

        // When
        Flow flow = flow().name(longest).build();

        // Then
        assertThat(flow.name()).isEqualTo(longest);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> flow().name(longest + "x"))
                .withMessageContaining("1 to 100");
    }

    @Test
    void shouldRefuseOneClusterAsBothEnds() {
        // When
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Flow.builder("same", "same"))
                // Then
                .withMessageContaining("\"same\"")
                .withMessageContaining("two clusters");
    }

    @Test
    void shouldSayWhatIsMissingWhenItIsBuiltTooSoon() {
        // When
        assertThatIllegalStateException()
                .isThrownBy(
                        () -> Flow.builder("primary", "backup").policy(IDENTITY).build())
                // Then
                .withMessageContaining("primary-backup")
                .withMessageContaining("call topics(");
        assertThatIllegalStateException()
                .isThrownBy(() -> Flow.builder("primary", "backup").topics(ALL).build())
                .withMessageContaining("primary-backup")
                .withMessageContaining("call policy(");
    }

    static Stream<Arguments> parts() {
        return Stream.of(
                part("name", builder -> builder.name("n")),
                part("groups", builder -> builder.groups(GroupFilter.defaults())),
                part("topicConfigs", builder -> builder.topicConfigs(ConfigFilter.defaults())),
                part("cycleDetector", builder -> builder.cycleDetector(HopCycles.INSTANCE)),
                part("offsetTranslator", builder -> builder.offsetTranslator(OffsetTranslator.exact())),
                part("startAt", builder -> builder.startAt(StartPosition.latest())),
                part("existingTopics", builder -> builder.existingTopics(ExistingTopics.ADOPT)),
                part("ledger.slots", builder -> builder.config("ledger.slots", 8)));
    }

    private static Arguments part(String name, UnaryOperator<Flow.Builder> set) {
        return Arguments.of(name, set);
    }

    @ParameterizedTest
    @MethodSource("parts")
    void shouldRefuseAPartThatWasSetBefore(String name, UnaryOperator<Flow.Builder> set) {
        // Given
        Flow.Builder builder = set.apply(flow());

        // When
        assertThatIllegalStateException()
                .isThrownBy(() -> set.apply(builder))
                // Then
                .withMessageStartingWith(name + " was set before");
    }

    @Test
    void shouldRefuseTopicsAndPolicyThatWereSetBefore() {
        // Given
        Flow.Builder builder = flow();

        // When
        assertThatIllegalStateException()
                .isThrownBy(() -> builder.topics(ALL))
                // Then
                .withMessage("topics was set before, to (all)");
        assertThatIllegalStateException()
                .isThrownBy(() -> builder.policy(IDENTITY))
                .withMessageStartingWith("policy was set before");
    }

    @Test
    void shouldRefuseATunableInTheLineThatIsWrong() {
        // Given
        Flow.Builder builder = flow();

        // When
        assertThatExceptionOfType(ConfigException.class)
                .isThrownBy(() -> builder.config("checkpoint.intervall.ms", 500))
                // Then
                .withMessageContaining("checkpoint.intervall.ms")
                .withMessageContaining("the known ones are")
                .withMessageContaining("checkpoint.interval.ms");
        assertThatExceptionOfType(ConfigException.class)
                .isThrownBy(() -> builder.config(FlowConfig.SLOTS, 0))
                .withMessageContaining("0")
                .withMessageContaining("ledger.slots")
                .withMessageContaining("at least 1");
        assertThat(builder.config(FlowConfig.SLOTS, 4).build().config().number(FlowConfig.SLOTS))
                .isEqualTo(4);
    }
}
