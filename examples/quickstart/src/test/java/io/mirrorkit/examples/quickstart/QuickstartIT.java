package io.mirrorkit.examples.quickstart;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class QuickstartIT {

    @Test
    void shouldProveThatEachRecordIsProcessedOnce() {
        // When
        int code = Main.run("30000");

        // Then
        assertThat(code).isZero();
    }
}
