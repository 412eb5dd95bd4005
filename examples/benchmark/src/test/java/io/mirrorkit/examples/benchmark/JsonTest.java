package io.mirrorkit.examples.benchmark;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class JsonTest {

    @Test
    void shouldWriteAllKindsOfValues() {
        // Given
        Map<String, Object> values = new LinkedHashMap<>();
        values.put("text", "a \"b\" \\ \n\t\u0001 ü");
        values.put("numbers", Arrays.asList(1, 2.5, -3L));
        values.put("nothing", null);
        values.put("true", true);
        values.put("empty", List.of());

        // When
        String json = Json.of(values);

        // Then
        assertThat(json).isEqualTo("""
                        {
                          "text": "a \\"b\\" \\\\ \\n\\t\\u0001 ü",
                          "numbers": [
                            1,
                            2.5,
                            -3
                          ],
                          "nothing": null,
                          "true": true,
                          "empty": []
                        }
                        """);
    }

    @Test
    void shouldRefuseWhatJsonHasNot() {
        assertThatThrownBy(() -> Json.of(Double.NaN)).isInstanceOf(IllegalArgumentException.class);
    }
}
