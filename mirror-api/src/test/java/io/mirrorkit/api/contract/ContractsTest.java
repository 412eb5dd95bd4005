package io.mirrorkit.api.contract;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.mirrorkit.api.CycleDetector;
import io.mirrorkit.api.OffsetTranslator;
import io.mirrorkit.api.ReplicationPolicy;
import io.mirrorkit.api.ReplicationPolicy.Hop;
import io.mirrorkit.api.TopicFilter;
import io.mirrorkit.api.Translation.Exact;
import io.mirrorkit.api.ledger.LedgerWriter;
import io.mirrorkit.api.ledger.LogBounds;
import java.util.Map;
import java.util.Optional;
import java.util.function.BinaryOperator;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

/** Contracts are of use only if broken plug-ins fail them. */
class ContractsTest {

    /** A policy put together from its parts, so that each test breaks one of them. */
    private record Policy(
            BinaryOperator<String> remote,
            BinaryOperator<String> source,
            Function<String, Optional<Hop>> hops,
            String description)
            implements ReplicationPolicy {

        static final BinaryOperator<String> STRIP =
                (alias, name) -> name.startsWith(alias + ".") ? name.substring(alias.length() + 1) : "";

        @Override
        public String remoteTopic(String sourceAlias, String topic) {
            return remote.apply(sourceAlias, topic);
        }

        @Override
        public Optional<String> sourceTopic(String sourceAlias, String remoteTopic) {
            return Optional.of(source.apply(sourceAlias, remoteTopic)).filter(topic -> !topic.isEmpty());
        }

        @Override
        public Optional<Hop> hop(String topic) {
            return hops.apply(topic);
        }
    }

    private static ReplicationPolicyContract contractOf(Policy policy) {
        return new ReplicationPolicyContract() {
            @Override
            protected ReplicationPolicy policy() {
                return policy;
            }
        };
    }

    private static Policy named(BinaryOperator<String> remote, BinaryOperator<String> source) {
        return new Policy(remote, source, topic -> Optional.empty(), "test");
    }

    private static Policy hopping(Function<String, Optional<Hop>> hops) {
        return new Policy((alias, topic) -> alias + "." + topic, Policy.STRIP, hops, "test");
    }

    private static void assertBroken(ThrowingCallable law, String message) {
        assertThatExceptionOfType(AssertionError.class).isThrownBy(law).withMessageContaining(message);
    }

    @Test
    void shouldPassAPolicyThatKeepsEveryLaw() {
        // Given
        ReplicationPolicyContract contract = contractOf(named((alias, topic) -> alias + "." + topic, Policy.STRIP));

        // When, Then
        assertThatCode(() -> {
                    contract.shouldGiveBackTheSourceTopicOfARemoteTopic("a", "orders");
                    contract.shouldKnowOnlySourceTopicsThatItGivesThatName("a", "a.orders");
                    contract.shouldGiveALegalRemoteTopic("a", "orders");
                    contract.shouldGiveTwoTopicsTwoRemoteTopics("a", "orders", "payments");
                    contract.shouldShowTheTrueOriginOrNoneInARemoteTopic("a", "orders");
                    contract.shouldDescribeItselfTheSameWayOnEveryInstance();
                })
                .doesNotThrowAnyException();
    }

    @Test
    void shouldFailAPolicyWhenItsNamesCanNotBeTurnedBack() {
        // Given
        ReplicationPolicyContract contract =
                contractOf(named((alias, topic) -> alias + "." + topic.replace("-", "."), Policy.STRIP));

        // When, Then
        assertBroken(() -> contract.shouldGiveBackTheSourceTopicOfARemoteTopic("a", "x-y"), "round-trip law");
        assertBroken(
                () -> contract.shouldGiveTwoTopicsTwoRemoteTopics("a", "x-y", "x.y"), "\"x.y\" and that of \"x-y\"");
    }

    @Test
    void shouldFailAPolicyWhenItClaimsTopicsThatItNamesOtherwise() {
        // Given
        ReplicationPolicyContract contract =
                contractOf(named((alias, topic) -> alias + "." + topic, (alias, name) -> name));

        // When, Then
        assertBroken(
                () -> contract.shouldKnowOnlySourceTopicsThatItGivesThatName("a", "orders"), "said to be the source");
    }

    @Test
    void shouldFailAPolicyWhenItsNamesAreNotLegal() {
        // Given
        ReplicationPolicyContract contract =
                contractOf(named((alias, topic) -> topic + "@" + alias, (alias, name) -> name));

        // When, Then
        assertBroken(() -> contract.shouldGiveALegalRemoteTopic("a", "orders"), "is a legal name");
    }

    @Test
    void shouldFailAPolicyWhenItsHopsGoRound() {
        // Given
        ReplicationPolicyContract contract = contractOf(hopping(topic -> Optional.of(new Hop("a", topic))));

        // When, Then
        assertBroken(() -> contract.shouldComeToAnEndWhenHopsAreFollowed("orders"), "lead to \"orders\" twice");
    }

    @Test
    void shouldFailAPolicyWhenAHopNamesAnotherOrigin() {
        // Given
        ReplicationPolicyContract contract = contractOf(hopping(topic -> Optional.of(new Hop("other", "x"))));

        // When, Then
        assertBroken(
                () -> contract.shouldShowTheTrueOriginOrNoneInARemoteTopic("a", "orders"), "the hop of the remote");
    }

    @Test
    void shouldFailAPluginWhenItsDescriptionHoldsAnIdentityHash() {
        // Given
        Policy policy =
                new Policy((alias, topic) -> topic, (alias, name) -> name, topic -> Optional.empty(), "P@1b28cdfa");

        // When, Then
        assertBroken(contractOf(policy)::shouldDescribeItselfTheSameWayOnEveryInstance, "identity hash");
    }

    @Test
    void shouldFailADetectorWhenItLooksAtTheLastHopOnly() {
        // Given
        CycleDetectorContract contract = contractOf((CycleDetector) (source, target, topic, policy) -> policy.hop(topic)
                .filter(hop ->
                        hop.sourceAlias().equals(source) || hop.sourceAlias().equals(target))
                .isPresent());

        // When, Then
        assertBroken(() -> contract.shouldFindEveryCycleThatMirrorMakerFinds("c.b.orders", "a", "b"), "close a loop");
        assertBroken(contract::shouldLetNoTopicsGrowForEverWhenThreeClustersFormARing, "until nothing is new");
    }

    @Test
    void shouldFailADetectorWhenItStopsTopicsThatShowNoHop() {
        // Given
        CycleDetectorContract contract = contractOf((CycleDetector) (source, target, topic, policy) -> true);

        // When, Then
        assertBroken(() -> contract.shouldLetATopicPassWhenItShowsNoHop("orders", "a", "b"), "false");
        assertBroken(contract::shouldLetNoTopicsGrowForEverWhenThreeClustersFormARing, "where a->b copies");
    }

    private static CycleDetectorContract contractOf(CycleDetector detector) {
        return new CycleDetectorContract() {
            @Override
            protected CycleDetector detector() {
                return detector;
            }
        };
    }

    @Test
    void shouldFailAFilterWhenItsAndIsNoAnd() {
        // Given
        TopicFilterContract contract = new TopicFilterContract() {
            @Override
            protected TopicFilter filter() {
                return new TopicFilter() {
                    @Override
                    public boolean accepts(String topic) {
                        return topic.startsWith("orders");
                    }

                    @Override
                    public TopicFilter and(TopicFilter other) {
                        return this;
                    }
                };
            }
        };

        // When, Then
        assertBroken(() -> contract.shouldTakeWhatBothTakeWhenJoinedByAnd("orders", topic -> false), "false");
        assertBroken(contract::shouldNameItsPartsWhenCombined, "names of even length");
    }

    @Test
    void shouldFailATranslatorWhenItAnswersBehindTheExactOne() {
        // Given
        OffsetTranslatorContract contract =
                contractOf((OffsetTranslator) (ledger, offset, target) -> new Exact(target.end()));
        OffsetTranslatorContract.Copied copied = copied(100);

        // When, Then
        assertBroken(() -> contract.shouldNeverPassARecordThatTheGroupHasNotRead(copied), "invariant C");
        assertBroken(() -> contract.shouldNeverAnswerBehindTheExactTranslator(copied), "where the ledger says");
        assertBroken(contract::shouldKnowNoPositionWhenNothingWasCopied, "Unavailable");
    }

    @Test
    void shouldFailATranslatorWhenItHidesThatRecordsAreReadAgain() {
        // Given
        OffsetTranslatorContract contract =
                contractOf((OffsetTranslator) (ledger, offset, target) -> new Exact(target.start()));

        // When, Then
        assertBroken(() -> contract.shouldCountTheRecordsThatAreReadAgain(copied(100)), "records again");
    }

    @Test
    void shouldFailATranslatorWhenItAnswersAnOffsetThatTheTargetDeleted() {
        // Given
        OffsetTranslatorContract contract = contractOf((OffsetTranslator) (ledger, offset, target) -> new Exact(0));

        // When, Then
        assertBroken(() -> contract.shouldAnswerAnOffsetThatTheTargetHolds(copied(100)), "between");
    }

    /** A group at offset 50 of a partition whose records lie at the same offsets on the target, which deleted the first 10. */
    private static OffsetTranslatorContract.Copied copied(long records) {
        LedgerWriter writer = LedgerWriter.startingAt(0, 0);
        writer.append(0, 0, records);
        Map<Long, Long> same =
                LongStream.range(0, records).boxed().collect(Collectors.toMap(offset -> offset, offset -> offset));
        return new OffsetTranslatorContract.Copied(same, writer.view(), new LogBounds(10, records), 50);
    }

    private static OffsetTranslatorContract contractOf(OffsetTranslator translator) {
        return new OffsetTranslatorContract() {
            @Override
            protected OffsetTranslator translator() {
                return translator;
            }
        };
    }
}
