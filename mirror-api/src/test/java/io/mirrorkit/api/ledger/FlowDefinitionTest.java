package io.mirrorkit.api.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class FlowDefinitionTest {

    private static final FlowDefinition DEFINITION =
            new FlowDefinition(1, 8, "src", "tgt", Map.of("policy", "identity", "topics", "all"));

    @Test
    void shouldShowNoDifferenceWhenOnlyTheTimeDiffers() {
        // Given
        FlowDefinition later = new FlowDefinition(2, 8, "src", "tgt", DEFINITION.parts());

        // When
        List<String> differences = DEFINITION.differences(later);

        // Then
        assertThat(differences).isEmpty();
    }

    @Test
    void shouldShowEachDifferenceFromBothSides() {
        // Given
        FlowDefinition other =
                new FlowDefinition(1, 9, "src2", "tgt2", Map.of("policy", "prefix(separator=.)", "groups", "all"));

        // When
        List<String> differences = DEFINITION.differences(other);

        // Then
        assertThat(differences)
                .containsExactly(
                        "slots: \"8\" here, \"9\" there",
                        "source cluster id: \"src\" here, \"src2\" there",
                        "target cluster id: \"tgt\" here, \"tgt2\" there",
                        "groups: \"\" here, \"all\" there",
                        "policy: \"identity\" here, \"prefix(separator=.)\" there",
                        "topics: \"all\" here, \"\" there");
    }

    @Test
    void shouldStayAsItIsWhenTheMapItWasMadeFromChanges() {
        // Given
        Map<String, String> parts = new HashMap<>(DEFINITION.parts());
        FlowDefinition definition = new FlowDefinition(1, 8, "src", "tgt", parts);

        // When
        parts.put("policy", "changed");

        // Then
        assertThat(definition).isEqualTo(DEFINITION);
        assertThat(definition.parts()).isUnmodifiable();
    }
}
