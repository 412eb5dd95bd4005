package io.mirrorkit.examples.quickstart;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ProofTest {

    private final Proof proof = new Proof(3);

    @Test
    void shouldHoldIfEachRecordCameOnce() {
        // When
        proof.process(2);
        proof.process(0);
        proof.process(1);

        // Then
        assertThat(proof.objections()).isEmpty();
        assertThat(proof.processed()).isEqualTo(3);
        assertThat(proof.twice()).isZero();
    }

    @Test
    void shouldNotHoldOtherwise() {
        // When
        proof.process(0);
        proof.process(0);
        proof.process(3);
        proof.process(-1);

        // Then
        assertThat(proof.objections())
                .containsExactly(
                        "2 records were never processed; the first has id 1",
                        "1 records were processed twice",
                        "2 records have ids that nobody gave");
    }
}
