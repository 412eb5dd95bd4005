package io.mirrorkit.failover;

import static io.mirrorkit.failover.Scene.GROUP;
import static io.mirrorkit.failover.Scene.LIVE;
import static io.mirrorkit.failover.Scene.NOW;
import static io.mirrorkit.failover.Scene.ORDERS;
import static io.mirrorkit.failover.Scene.REMOTE;
import static io.mirrorkit.failover.Scene.SOURCE_ID;
import static io.mirrorkit.failover.Scene.TARGET_ID;
import static org.assertj.core.api.Assertions.assertThat;

import io.mirrorkit.api.OffsetTranslator;
import io.mirrorkit.api.Translation;
import io.mirrorkit.api.ledger.Anchor;
import io.mirrorkit.api.ledger.Generation;
import io.mirrorkit.api.ledger.LedgerKey;
import io.mirrorkit.api.ledger.LedgerWriter;
import io.mirrorkit.api.ledger.PartitionState;
import io.mirrorkit.api.ledger.StatusKey;
import io.mirrorkit.failover.Completeness.Missing;
import io.mirrorkit.failover.Completeness.What;
import io.mirrorkit.failover.Decision.Hold;
import io.mirrorkit.failover.Decision.Seek;
import io.mirrorkit.failover.internal.AnchorCounter.Counts;
import io.mirrorkit.failover.internal.AnchorCounter.Wanted;
import io.mirrorkit.failover.internal.TargetTopic;
import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.Uuid;
import org.junit.jupiter.api.Test;

class PlannerTest {

    private static final TopicPartition ORDERS_1 = new TopicPartition("orders", 1);
    private static final TopicPartition REMOTE_1 = new TopicPartition("primary.orders", 1);
    private static final Uuid OTHER_ID = new Uuid(9, 9);

    private static Reason reason(PartitionPlan plan) {
        return plan.decision().hold().orElseThrow().reason();
    }

    private static String detail(PartitionPlan plan) {
        return plan.decision().hold().orElseThrow().detail();
    }

    @Test
    void shouldSeekToTheVeryOffsetWhenTheLedgerHasTheRun() {
        // Given
        Scene scene = Scene.standing();

        // When
        GroupPlan plan = scene.plan();

        // Then
        assertThat(plan.ready()).isTrue();
        assertThat(plan.madeAt()).isEqualTo(NOW);
        PartitionPlan orders = plan.partitions().get(ORDERS);
        assertThat(orders.decision()).isEqualTo(new Seek(1050, Basis.LEDGER_EXACT));
        assertThat(orders.remote()).isEqualTo(REMOTE);
        assertThat(orders.sourceOffset()).isEqualTo(OptionalLong.of(50));
        assertThat(orders.readAgain()).isEqualTo(new ReadAgain(OptionalLong.of(0), OptionalLong.of(0)));
        assertThat(plan.seeks()).containsExactly(Map.entry(REMOTE, 1050L));
    }

    @Test
    void shouldSayHowManyRecordsLieBetweenWhenTheLedgerEndsBeforeTheTarget() {
        // Given: five records on the target that no ledger knows
        Scene scene = Scene.standing().group(ORDERS, 100).bounds(REMOTE, 1000, 1105);

        // When
        PartitionPlan plan = scene.planOfOrders();

        // Then
        assertThat(plan.decision()).isEqualTo(new Seek(1100, Basis.LEDGER_AT_OR_BEFORE));
        assertThat(plan.readAgain().atMost()).isEqualTo(OptionalLong.of(5));
    }

    @Test
    void shouldSeekToTheEdgeWhenTheGroupStandsBeyondTheLedger() {
        // Given
        Scene scene = Scene.standing().group(ORDERS, 130);

        // When
        PartitionPlan plan = scene.planOfOrders();

        // Then
        assertThat(plan.decision()).isEqualTo(new Seek(1100, Basis.LEDGER_EDGE));
        assertThat(plan.offsetsNotThere()).isEqualTo(30);
    }

    @Test
    void shouldSeekToTheEdgeWhenTheTargetHasDeletedTheRecords() {
        // Given
        Scene scene = Scene.standing().bounds(REMOTE, 1080, 1100);

        // When
        PartitionPlan plan = scene.planOfOrders();

        // Then
        assertThat(plan.decision()).isEqualTo(new Seek(1080, Basis.LEDGER_EDGE));
        assertThat(plan.offsetsNotThere()).isEqualTo(30);
    }

    @Test
    void shouldGuessWhatWasReadSinceWhenTheEvidenceHasAnAge() {
        // Given
        Scene scene = Scene.standing().group(ORDERS, 50, 7, -1, "").observed(Duration.ofMillis(1500));

        // When
        PartitionPlan plan = scene.planOfOrders();

        // Then: 7 a second for 1.5 seconds, rounded up
        assertThat(plan.readAgain().sinceEvidence()).isEqualTo(OptionalLong.of(11));
        assertThat(plan.evidenceAge())
                .isEqualTo(new EvidenceAge(Optional.of(Duration.ofMillis(1500)), Optional.of(Duration.ofMillis(1500))));
    }

    @Test
    void shouldTakeEvidenceForFreshWhenTheEnginesClockIsAhead() {
        // Given
        Scene scene = Scene.standing().group(ORDERS, 50, 7, -1, "").observed(Duration.ofSeconds(-5));

        // When
        PartitionPlan plan = scene.planOfOrders();

        // Then
        assertThat(plan.evidenceAge().group()).contains(Duration.ZERO);
        assertThat(plan.readAgain().sinceEvidence()).isEqualTo(OptionalLong.of(0));
    }

    @Test
    void shouldNoteTheAgeWhenTheEvidenceIsOld() {
        // Given
        Scene scene = Scene.standing().observed(Duration.ofMinutes(10));

        // When
        GroupPlan plan = scene.plan();

        // Then
        assertThat(plan.notes()).containsExactly("the evidence is 10 min old");
        assertThat(plan.ready()).isTrue();
    }

    @Test
    void shouldCountWhatDidNotArriveWhenTheSourceWasAhead() {
        // Given: the status is older than the ledger, which reaches to 100
        Scene scene = Scene.standing().seen(ORDERS, SOURCE_ID, 80, 140, 150, PartitionState.COPYING, "");

        // When
        PartitionPlan plan = scene.planOfOrders();

        // Then
        assertThat(plan.notArrived()).contains(new NotArrived(40, 50));
    }

    @Test
    void shouldNotSayWhatDidNotArriveWhenTheSourceWasNeverSeen() {
        // Given
        Scene scene = Scene.standing().seen(ORDERS, SOURCE_ID, 100, -1, -1, PartitionState.STARTING, "");

        // When
        PartitionPlan plan = scene.planOfOrders();

        // Then
        assertThat(plan.notArrived()).isEmpty();
    }

    @Test
    void shouldNoteWhyCopyingStoppedWhenItDid() {
        // Given
        Scene scene = Scene.standing().seen(ORDERS, SOURCE_ID, 100, 100, 100, PartitionState.STOPPED, "poison record");

        // When
        PartitionPlan plan = scene.planOfOrders();

        // Then
        assertThat(plan.note()).isEqualTo("stopped: poison record");
        assertThat(plan.decision().target()).isEqualTo(OptionalLong.of(1050));
    }

    @Test
    void shouldHoldWhenTheGroupsOffsetIsNotKnown() {
        // Given
        Scene scene = Scene.standing().group(ORDERS, -1);

        // When
        PartitionPlan plan = scene.planOfOrders();

        // Then
        assertThat(reason(plan)).isEqualTo(Reason.NO_EVIDENCE);
        assertThat(plan.sourceOffset()).isEmpty();
        assertThat(plan.readAgain()).isEqualTo(ReadAgain.UNKNOWN);
    }

    @Test
    void shouldHoldWhenTheLedgerKnowsNothingOfThePartition() {
        // Given
        Scene scene = Scene.standing().group(ORDERS_1, 5);

        // When
        GroupPlan plan = scene.plan();

        // Then
        assertThat(reason(plan.partitions().get(ORDERS_1))).isEqualTo(Reason.NOT_REPLICATED);
        assertThat(plan.partitions()).containsOnlyKeys(ORDERS, ORDERS_1);
        assertThat(plan.ready()).isFalse();
        assertThat(plan.completeness().complete()).isTrue();
    }

    @Test
    void shouldHoldWhenTheSourceTopicWasRecreated() {
        // Given
        Scene scene = Scene.standing().seen(ORDERS, OTHER_ID, 0);

        // When
        PartitionPlan plan = scene.planOfOrders();

        // Then
        assertThat(reason(plan)).isEqualTo(Reason.SOURCE_RECREATED);
        assertThat(detail(plan)).contains(SOURCE_ID.toString()).contains(OTHER_ID.toString());
    }

    @Test
    void shouldUseTheNewTopicsLedgerWhenTheSourceTopicWasRecreatedAndCopied() {
        // Given
        Generation second = new Generation("source", OTHER_ID, "target", TARGET_ID, 0);
        Scene scene = Scene.standing()
                .ledger(ORDERS, second, LedgerWriter.startingAt(0, 1100), writer -> writer.append(0, 1100, 60))
                .seen(ORDERS, OTHER_ID, 60)
                .bounds(REMOTE, 1000, 1160);

        // When
        PartitionPlan plan = scene.planOfOrders();

        // Then
        assertThat(plan.decision()).isEqualTo(new Seek(1150, Basis.LEDGER_EXACT));
    }

    @Test
    void shouldHoldWhenTheRemoteTopicWasRecreated() {
        // Given
        Scene scene = Scene.standing().target("primary.orders", OTHER_ID, 2);

        // When
        PartitionPlan plan = scene.planOfOrders();

        // Then
        assertThat(reason(plan)).isEqualTo(Reason.TARGET_RECREATED);
        assertThat(detail(plan)).contains(TARGET_ID.toString()).contains(OTHER_ID.toString());
    }

    @Test
    void shouldHoldWhenTheClusterIsAnotherOne() {
        // Given
        Scene scene = Scene.standing().cluster("rebuilt");

        // When
        PartitionPlan plan = scene.planOfOrders();

        // Then
        assertThat(reason(plan)).isEqualTo(Reason.TARGET_RECREATED);
    }

    @Test
    void shouldHoldWhenTheRemoteTopicIsMissing() {
        // Given
        Scene scene = Scene.standing().target("primary.orders", new TargetTopic.Absent());

        // When
        PartitionPlan plan = scene.planOfOrders();

        // Then
        assertThat(reason(plan)).isEqualTo(Reason.REMOTE_TOPIC_MISSING);
    }

    @Test
    void shouldHoldWhenTheRemoteTopicHasTooFewPartitions() {
        // Given
        Scene scene = Scene.standing()
                .ledger(ORDERS_1, LIVE, writer -> writer.append(0, 0, 10))
                .group(ORDERS_1, 5)
                .target("primary.orders", TARGET_ID, 1);

        // When
        PartitionPlan plan = scene.plan().partitions().get(ORDERS_1);

        // Then
        assertThat(reason(plan)).isEqualTo(Reason.REMOTE_TOPIC_MISSING);
    }

    @Test
    void shouldHoldWhenTheTargetHoldsLessThanTheLedgerSays() {
        // Given
        Scene scene = Scene.standing().bounds(REMOTE, 1000, 1099);

        // When
        PartitionPlan plan = scene.planOfOrders();

        // Then
        assertThat(reason(plan)).isEqualTo(Reason.TARGET_LOST_RECORDS);
        assertThat(detail(plan)).contains("1099").contains("1100");
    }

    @Test
    void shouldHoldWhenTheTargetRefusesALookAtTheTopic() {
        // Given
        Scene scene = Scene.standing().target("primary.orders", new TargetTopic.Denied("not authorized"));

        // When
        PartitionPlan plan = scene.planOfOrders();

        // Then
        assertThat(reason(plan)).isEqualTo(Reason.ACCESS_DENIED);
    }

    @Test
    void shouldSeekAndNoteTheProblemWhenTheEngineHadOneThatIsGone() {
        // Given
        Scene scene = Scene.standing().group(ORDERS, 50, 0, -1, "nothing has been replicated yet");

        // When
        PartitionPlan plan = scene.planOfOrders();

        // Then
        assertThat(plan.decision()).isEqualTo(new Seek(1050, Basis.LEDGER_EXACT));
        assertThat(plan.note()).isEqualTo("nothing has been replicated yet");
    }

    @Test
    void shouldHoldWithTheEnginesWordsWhenItHadAProblemAndNobodySawTheTopic() {
        // Given: the ledger may be of another topic of that name
        Scene scene = Scene.standing()
                .group(ORDERS, 50, 0, -1, "the partition is not replicated")
                .unseen();

        // When
        PartitionPlan plan = scene.planOfOrders();

        // Then
        assertThat(reason(plan)).isEqualTo(Reason.UNTRANSLATABLE);
        assertThat(detail(plan)).contains("the partition is not replicated");
    }

    @Test
    void shouldHoldOnlyThePartitionWhoseChunkCannotBeRead() {
        // Given
        Scene scene = Scene.standing()
                .ledger(ORDERS_1, LIVE, writer -> writer.append(0, 0, 10))
                .chunk(ORDERS_1, LIVE, 7, Optional.of(new byte[] {99, 1, 2}))
                .bounds(REMOTE_1, 0, 10)
                .group(ORDERS_1, 5);

        // When
        GroupPlan plan = scene.plan();

        // Then
        assertThat(reason(plan.partitions().get(ORDERS_1))).isEqualTo(Reason.UNTRANSLATABLE);
        assertThat(detail(plan.partitions().get(ORDERS_1))).contains("version 99");
        assertThat(plan.seeks()).containsExactly(Map.entry(REMOTE, 1050L));
    }

    @Test
    void shouldHoldTheSlotWhenItHasKeysOfANewerRelease() {
        // Given
        Scene scene = Scene.standing().ledgerRecord(Scene.slot(ORDERS), new byte[] {2, 0}, new byte[] {1});

        // When
        PartitionPlan plan = scene.planOfOrders();

        // Then
        assertThat(reason(plan)).isEqualTo(Reason.UNTRANSLATABLE);
        assertThat(detail(plan)).contains("version 2");
    }

    @Test
    void shouldOnlyNoteWhenSomebodyElseWritesToTheLedger() {
        // Given
        Scene scene = Scene.standing().ledgerRecord(Scene.slot(ORDERS), new byte[] {1, 77}, new byte[] {1});

        // When
        GroupPlan plan = scene.plan();

        // Then
        assertThat(plan.ready()).isTrue();
        assertThat(plan.notes()).singleElement().asString().contains("1 records of the ledger topic");
    }

    @Test
    void shouldHoldWhenTheTranslatorFails() {
        // Given
        Scene scene = Scene.standing().translator((ledger, offset, target) -> {
            throw new IllegalStateException("no table");
        });

        // When
        PartitionPlan plan = scene.planOfOrders();

        // Then
        assertThat(reason(plan)).isEqualTo(Reason.UNTRANSLATABLE);
        assertThat(detail(plan)).contains("no table");
    }

    @Test
    void shouldHoldWhenTheTranslatorHasNoAnswer() {
        // Given
        Scene scene =
                Scene.standing().translator((ledger, offset, target) -> new Translation.Unavailable("not on a Sunday"));

        // When
        PartitionPlan plan = scene.planOfOrders();

        // Then
        assertThat(reason(plan)).isEqualTo(Reason.UNTRANSLATABLE);
        assertThat(detail(plan)).isEqualTo("not on a Sunday");
    }

    @Test
    void shouldSeekWhereTheTranslatorSaysWhenThereIsACustomOne() {
        // Given
        Scene scene = Scene.standing().translator((ledger, offset, target) -> new Translation.AtOrBefore(1040, 10));

        // When
        PartitionPlan plan = scene.planOfOrders();

        // Then
        assertThat(plan.decision()).isEqualTo(new Seek(1040, Basis.LEDGER_AT_OR_BEFORE));
        assertThat(plan.readAgain().atMost()).isEqualTo(OptionalLong.of(10));
    }

    @Test
    void shouldHoldAndSayWhatIsMissingWhenASlotWasNotRead() {
        // Given
        Scene scene = Scene.standing().unreadSlotOf(ORDERS);

        // When
        GroupPlan plan = scene.plan();

        // Then: the map has no key less (invariant I)
        assertThat(plan.partitions()).containsOnlyKeys(ORDERS);
        assertThat(reason(plan.partitions().get(ORDERS))).isEqualTo(Reason.INCOMPLETE);
        assertThat(plan.completeness().missing()).extracting(Missing::what).containsExactly(What.LEDGER);
    }

    @Test
    void shouldHoldAndSayWhatIsMissingWhenTheTargetDidNotAnswer() {
        // Given
        Scene topic = Scene.standing().target("primary.orders", new TargetTopic.Unanswered());
        Scene log = Scene.standing().unknownBounds();
        Scene cluster = Scene.standing().unknownCluster();

        // When
        List<GroupPlan> plans = List.of(topic.plan(), log.plan(), cluster.plan());

        // Then
        assertThat(plans).allSatisfy(plan -> {
            assertThat(reason(plan.partitions().get(ORDERS))).isEqualTo(Reason.INCOMPLETE);
            assertThat(plan.completeness().missing()).extracting(Missing::what).containsExactly(What.REMOTE_TOPICS);
        });
    }

    @Test
    void shouldHoldEverythingWhenTheStatusWasNotReadToItsEnd() {
        // Given: what was read of the group may be old
        Scene scene = Scene.standing().missing(What.STATUS, "the status topic was not read to its end");

        // When
        GroupPlan plan = scene.plan();

        // Then
        assertThat(reason(plan.partitions().get(ORDERS))).isEqualTo(Reason.INCOMPLETE);
        assertThat(plan.completeness().missing()).extracting(Missing::what).containsExactly(What.STATUS);
    }

    @Test
    void shouldSayOnceWhatManyPartitionsLack() {
        // Given
        Scene scene = Scene.standing()
                .ledger(ORDERS_1, LIVE, writer -> writer.append(0, 0, 10))
                .group(ORDERS_1, 5)
                .unknownBounds();

        // When
        GroupPlan plan = scene.plan();

        // Then
        assertThat(plan.completeness().missing()).singleElement().satisfies(missing -> assertThat(missing.detail())
                .endsWith("(2 partitions in all)"));
    }

    @Test
    void shouldBeIncompleteWhenNobodyKnowsTheGroup() {
        // Given
        Planner planner = Scene.standing().planner();

        // When
        GroupPlan plan = planner.plan("nobody").plan();

        // Then
        assertThat(plan.partitions()).isEmpty();
        assertThat(plan.completeness().missing()).extracting(Missing::what).containsExactly(What.GROUP);
        assertThat(plan.ready()).isFalse();
    }

    @Test
    void shouldBeIncompleteWhenTheGroupsStatusCannotBeRead() {
        // Given
        Scene scene = Scene.standing().statusRecord(new StatusKey.Group("odd").encode(), new byte[] {42});

        // When
        Map<String, Planner.Planned> plans = scene.planner().planAll();

        // Then
        assertThat(plans).containsOnlyKeys(GROUP, "odd");
        assertThat(plans.get(GROUP).plan().ready()).isTrue();
        assertThat(plans.get("odd").plan().completeness().missing())
                .extracting(Missing::what)
                .containsExactly(What.GROUP);
        assertThat(scene.planner().summary(plans).completeness().complete()).isFalse();
    }

    @Test
    void shouldForgetAGroupWhenItsStatusIsATombstone() {
        // Given
        Scene scene = Scene.standing().statusRecord(new StatusKey.Group(GROUP).encode(), null);

        // When
        Map<String, Planner.Planned> plans = scene.planner().planAll();

        // Then
        assertThat(plans).isEmpty();
    }

    @Test
    void shouldForgetAChunkWhenItsRecordIsATombstone() {
        // Given
        Scene scene = Scene.standing().chunk(ORDERS, LIVE, 0, Optional.empty());

        // When
        PartitionPlan plan = scene.planOfOrders();

        // Then
        assertThat(reason(plan)).isEqualTo(Reason.NOT_REPLICATED);
    }

    @Test
    void shouldNoteWhatGroupSyncSaidOfTheGroup() {
        // Given
        Scene scene = Scene.standing().note("active on the target");

        // When
        GroupPlan plan = scene.plan();

        // Then
        assertThat(plan.notes()).containsExactly("group sync left the group alone: active on the target");
    }

    @Test
    void shouldKnowWhatGroupSyncWroteWhenItDid() {
        // Given
        Planner planner = Scene.standing().group(ORDERS, 50, 0, 1044, "").planner();

        // When
        Map<TopicPartition, Long> synced = planner.plan(GROUP).synced();

        // Then
        assertThat(synced).containsExactly(Map.entry(REMOTE, 1044L));
    }

    /** Two runs merged: ten source offsets without a hole, a hole of two on the target. */
    private static Scene merged() {
        Anchor anchor = new Anchor(0, 1000, 10, 12, 10);
        return Scene.standing()
                .chunk(ORDERS, LIVE, 0, Optional.of(MergedChunk.of(anchor)))
                .group(ORDERS, 7)
                .bounds(REMOTE, 1000, 1012);
    }

    private static final Wanted RECORD_7 = new Wanted(REMOTE, new Anchor(0, 1000, 10, 12, 10), 7);

    @Test
    void shouldAskForACountWhenTheOffsetLiesInAMergedStretch() {
        // Given
        Planner planner = merged().planner();

        // When
        Set<Wanted> wanted = planner.wanted(Set.of(GROUP));

        // Then
        assertThat(wanted).containsExactly(RECORD_7);
        assertThat(planner.plan(GROUP).plan().partitions().get(ORDERS).decision())
                .isEqualTo(new Seek(1007, Basis.LEDGER_AT_OR_BEFORE));
    }

    @Test
    void shouldSeekToWhatWasCountedWhenItWas() {
        // Given
        Scene scene = merged().counts(new Counts(Map.of(RECORD_7, 1009L), Set.of()));

        // When
        PartitionPlan plan = scene.planOfOrders();

        // Then
        assertThat(plan.decision()).isEqualTo(new Seek(1009, Basis.COUNTED));
        assertThat(plan.readAgain().atMost()).isEqualTo(OptionalLong.of(0));
    }

    @Test
    void shouldBeIncompleteWhenCountingWasCutOff() {
        // Given
        Scene scene = merged().counts(new Counts(Map.of(), Set.of(RECORD_7)));

        // When
        GroupPlan plan = scene.plan();

        // Then: the answer is safe, and a longer deadline gives a better one
        assertThat(plan.partitions().get(ORDERS).decision()).isEqualTo(new Seek(1007, Basis.LEDGER_AT_OR_BEFORE));
        assertThat(plan.completeness().missing()).extracting(Missing::what).containsExactly(What.COUNTS);
    }

    @Test
    void shouldNotCountWhenItCannotHelp() {
        // Given
        Scene custom = merged().translator(
                        (ledger, offset, target) -> OffsetTranslator.exact().translate(ledger, offset, target));
        Scene deleted = merged().bounds(REMOTE, 1001, 1012);
        Scene holes = Scene.standing()
                .chunk(ORDERS, LIVE, 0, Optional.of(MergedChunk.of(new Anchor(0, 1000, 11, 12, 10))))
                .group(ORDERS, 7)
                .bounds(REMOTE, 1000, 1012);

        // When
        List<Set<Wanted>> wanted = List.of(
                custom.planner().wanted(Set.of(GROUP)),
                deleted.planner().wanted(Set.of(GROUP)),
                holes.planner().wanted(Set.of(GROUP)));

        // Then
        assertThat(wanted).allSatisfy(none -> assertThat(none).isEmpty());
    }

    @Test
    void shouldUseTheOlderBranchWhenTheGroupStandsBeforeTheCut() {
        // Given: the source was cut off at 60 and written again; both lie on the target
        Generation cut = new Generation("source", SOURCE_ID, "target", TARGET_ID, 1);
        Scene scene = Scene.standing()
                .ledger(ORDERS, cut, LedgerWriter.startingAt(60, 1100), writer -> writer.append(60, 1100, 20))
                .bounds(REMOTE, 1000, 1120);

        // When
        PartitionPlan before = scene.planOfOrders();
        PartitionPlan behind = scene.group(ORDERS, 65).planOfOrders();

        // Then
        assertThat(before.decision()).isEqualTo(new Seek(1050, Basis.LEDGER_EXACT));
        assertThat(behind.decision()).isEqualTo(new Seek(1105, Basis.LEDGER_EXACT));
    }

    @Test
    void shouldTakeTheCheckpointWhenThereIsNoLedger() {
        // Given
        Scene scene = Scene.standing().observed(Duration.ofSeconds(3)).checkpoint(GROUP, REMOTE, 50, 1042);

        // When
        GroupPlan plan = scene.planByCheckpoints();

        // Then
        PartitionPlan orders = plan.partitions().get(ORDERS);
        assertThat(plan.ready()).isTrue();
        assertThat(orders.decision()).isEqualTo(new Seek(1042, Basis.CHECKPOINT));
        assertThat(orders.readAgain()).isEqualTo(ReadAgain.UNKNOWN);
        assertThat(orders.sourceOffset()).isEqualTo(OptionalLong.of(50));
        assertThat(orders.evidenceAge())
                .isEqualTo(new EvidenceAge(Optional.of(Duration.ofSeconds(3)), Optional.empty()));
    }

    @Test
    void shouldNotSeekBeyondTheLogWhenACheckpointIsOfAnotherTopic() {
        // Given
        Scene scene = Scene.standing().checkpoint(GROUP, REMOTE, 50, 1101);

        // When
        PartitionPlan plan = scene.planByCheckpoints().partitions().get(ORDERS);

        // Then
        assertThat(reason(plan)).isEqualTo(Reason.TARGET_LOST_RECORDS);
    }

    @Test
    void shouldSeekToTheLogStartWhenTheCheckpointsRecordsAreDeleted() {
        // Given
        Scene scene = Scene.standing().checkpoint(GROUP, REMOTE, 50, 990);

        // When
        PartitionPlan plan = scene.planByCheckpoints().partitions().get(ORDERS);

        // Then
        assertThat(plan.decision()).isEqualTo(new Seek(1000, Basis.CHECKPOINT));
        assertThat(plan.offsetsNotThere()).isEqualTo(10);
    }

    @Test
    void shouldHoldWhenTheCheckpointsTopicIsMissing() {
        // Given
        Scene scene = Scene.standing()
                .target("primary.orders", new TargetTopic.Absent())
                .checkpoint(GROUP, REMOTE, 50, 1042);

        // When
        PartitionPlan plan = scene.planByCheckpoints().partitions().get(ORDERS);

        // Then
        assertThat(reason(plan)).isEqualTo(Reason.REMOTE_TOPIC_MISSING);
    }

    @Test
    void shouldTranslateTheCheckpointsSourceOffsetWhenThereIsALedgerButNoStatus() {
        // Given: MirrorMaker 2 would have gone to 1000
        Scene scene = Scene.standing().checkpoint(GROUP, REMOTE, 50, 1000);

        // When
        PartitionPlan plan = scene.planByLedgerAndCheckpoints().partitions().get(ORDERS);

        // Then
        assertThat(plan.decision()).isEqualTo(new Seek(1050, Basis.LEDGER_EXACT));
    }

    @Test
    void shouldNotTranslateWhenThereIsNoLedger() {
        // Given
        Planner planner = Scene.standing().planner(Optional.empty(), Optional.empty(), Optional.empty());

        // When
        TranslatedOffset translated = planner.translated(ORDERS, 5);

        // Then
        assertThat(translated.decision().hold()).map(Hold::reason).contains(Reason.NO_EVIDENCE);
        assertThat(translated.remote()).isEqualTo(REMOTE);
    }

    @Test
    void shouldNotTranslateWhenTheStatusWasNotReadToItsEnd() {
        // Given: nobody knows whether the source topic is still the ledger's
        Planner planner =
                Scene.standing().missing(What.STATUS, "not read to its end").planner();

        // When
        TranslatedOffset translated = planner.translated(ORDERS, 5);

        // Then
        assertThat(translated.decision().hold()).map(Hold::reason).contains(Reason.INCOMPLETE);
    }

    @Test
    void shouldTranslateAnyOffset() {
        // Given
        Planner planner = Scene.standing().planner();

        // When
        TranslatedOffset translated = planner.translated(ORDERS, 120);

        // Then
        assertThat(translated)
                .isEqualTo(new TranslatedOffset(
                        ORDERS, REMOTE, 120, new Seek(1100, Basis.LEDGER_EDGE), OptionalLong.of(0), 20));
    }

    @Test
    void shouldKnowAWayOutOfEveryReason() {
        assertThat(EnumSet.allOf(Reason.class)).allSatisfy(reason -> {
            assertThat(reason.wayOut()).endsWith(".");
            assertThat(reason.words()).isNotBlank();
        });
    }

    @Test
    void shouldOnlyNoteWhenTheDefinitionCannotBeRead() {
        // Given: a definition that can't be decoded
        Scene scene = Scene.standing().ledgerRecord(0, new LedgerKey.Definition().encode(), new byte[] {9});

        // When
        GroupPlan plan = scene.plan();

        // Then
        assertThat(plan.ready()).isTrue();
        assertThat(plan.notes()).singleElement().asString().startsWith("the flow's definition can't be compared");
    }
}
