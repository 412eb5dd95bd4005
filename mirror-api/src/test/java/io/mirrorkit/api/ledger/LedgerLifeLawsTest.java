package io.mirrorkit.api.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import io.mirrorkit.api.ledger.Story.Commit;
import io.mirrorkit.api.ledger.Story.Copy;
import io.mirrorkit.api.ledger.Story.Crash;
import io.mirrorkit.api.ledger.Story.PassOver;
import io.mirrorkit.api.ledger.Story.Step;
import io.mirrorkit.api.ledger.Story.Take;
import java.util.Arrays;
import java.util.List;
import java.util.function.Supplier;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/** The laws of a ledger over its life on a compacted topic, whatever happens to it and to its owners (invariants C and D). */
class LedgerLifeLawsTest {

    @Provide
    Arbitrary<Supplier<Story>> beginnings() {
        return Story.beginnings();
    }

    @Provide
    Arbitrary<List<Step>> life() {
        return Story.life();
    }

    @Property(tries = 400, edgeCases = EdgeCasesMode.NONE)
    void shouldLeaveAWholeLedgerOnTheTopicWheneverItsOwnerDies(
            @ForAll("beginnings") Supplier<Story> beginning, @ForAll("life") List<Step> life) {
        // Given
        Story story = beginning.get();

        // When: the topic is checked after each commit
        story.play(life);

        // Then
        story.checkTopic();
        story.play(new Crash());
        story.checkWriter();
    }

    @Property(tries = 400, edgeCases = EdgeCasesMode.NONE)
    void shouldKnowWhatWasCopiedWhateverHappens(
            @ForAll("beginnings") Supplier<Story> beginning, @ForAll("life") List<Step> life) {
        // Given
        Story story = beginning.get();

        for (Step step : life) {
            // When
            story.play(step);

            // Then
            Laws.holdsTheRecords(
                    story.ledger(),
                    story.copied().from(story.ledger().sourceStart(), Laws.targetStart(story.ledger())));
        }
        story.checkWriter();
    }

    @Property(tries = 400, edgeCases = EdgeCasesMode.NONE)
    void shouldRebuildTheSameLedgerFromTheTopic(
            @ForAll("beginnings") Supplier<Story> beginning, @ForAll("life") List<Step> life) {
        // Given
        Story story = beginning.get().play(life);

        // When
        story.play(List.of(new Take(), new Commit()));

        // Then
        Ledger read = Ledger.of(story.chunks().values());
        assertThat(read.toList()).isEqualTo(story.ledger().toList());
        assertThat(read.toString()).isEqualTo(story.ledger().toString());
        assertThat(story.writer().changed()).isFalse();
        assertThat(story.writer().takeChanges()).isEmpty();
    }

    @Property(tries = 400, edgeCases = EdgeCasesMode.NONE)
    void shouldGoOnAsIfNeverInterruptedWhenRestored(
            @ForAll("beginnings") Supplier<Story> beginning,
            @ForAll("life") List<Step> before,
            @ForAll("life") List<Step> after) {
        // Given: two of the same, of which one dies after a commit
        Story uninterrupted = beginning.get().play(before).play(List.of(new Take(), new Commit()));
        Story restored = beginning.get().play(before).play(List.of(new Take(), new Commit(), new Crash()));
        List<Step> copying = after.stream()
                .filter(step -> step instanceof Copy || step instanceof PassOver)
                .toList();

        // When
        uninterrupted.play(copying).play(List.of(new Take(), new Commit()));
        restored.play(copying).play(List.of(new Take(), new Commit()));

        // Then: byte by byte
        assertThat(restored.topicValues())
                .usingElementComparator(Arrays::compare)
                .containsExactlyElementsOf(uninterrupted.topicValues());
        assertThat(restored.writer().bytes()).isEqualTo(uninterrupted.writer().bytes());
        restored.checkWriter();
    }

    @Property(tries = 400, edgeCases = EdgeCasesMode.NONE)
    void shouldComeBackFromItsBytes(@ForAll("beginnings") Supplier<Story> beginning, @ForAll("life") List<Step> life) {
        // Given
        Story story = beginning.get().play(life).play(List.of(new Take(), new Commit()));

        for (Chunk chunk : story.chunks().values()) {
            // When
            Chunk decoded = Chunk.decode(chunk.encode());

            // Then
            assertThat(decoded.stretches()).isEqualTo(chunk.stretches());
            assertThat(decoded.encode()).isEqualTo(chunk.encode());
            assertThat(decoded.toString()).isEqualTo(chunk.toString());
        }
    }

    @Property(tries = 400, edgeCases = EdgeCasesMode.NONE)
    void shouldKeepTheOpenChunkApartWhenEverythingBeforeIsForgotten(
            @ForAll("beginnings") Supplier<Story> beginning, @ForAll("life") List<Step> life) {
        // Given
        Story story = beginning.get().play(life);
        long sourceEnd = story.copied().sourceEnd();

        // When
        story.play(new Story.DeleteOldest(100));
        story.play(List.of(new Take(), new Commit(), new Crash()));

        // Then: the position to resume from is never forgotten
        assertThat(story.writer().sourceEnd()).isEqualTo(sourceEnd);
        assertThat(story.chunks()).hasSize(1);
        story.checkWriter();
    }
}
