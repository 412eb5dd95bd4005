package io.mirrorkit.examples.benchmark;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.util.List;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;

class ChartTest {

    private static Element parse(String svg) throws Exception {
        return DocumentBuilderFactory.newInstance()
                .newDocumentBuilder()
                .parse(new ByteArrayInputStream(svg.getBytes(UTF_8)))
                .getDocumentElement();
    }

    @Test
    void shouldBeWellFormedAndHaveABarForEachNumber() throws Exception {
        // Given
        Results results = SampleResults.some();

        // When
        Element svg = parse(Chart.of(results, List.copyOf(results.scenarios())));

        // Then
        assertThat(svg.getTagName()).isEqualTo("svg");
        assertThat(svg.getElementsByTagName("rect").getLength()).isEqualTo(2 * 4);
        assertThat(svg.getTextContent()).contains("300,002  (1.50×)", "1 KB & <lz4>", "not measured");
    }

    @Test
    void shouldDrawTheLongestBarFullLengthAndNoneLonger() throws Exception {
        // Given
        Results results = SampleResults.some();

        // When
        NodeList bars =
                parse(Chart.of(results, List.copyOf(results.scenarios()))).getElementsByTagName("rect");

        // Then
        double longest = 0;
        for (int i = 0; i < bars.getLength(); i++) {
            longest = Math.max(longest, Double.parseDouble(((Element) bars.item(i)).getAttribute("width")));
        }
        assertThat(longest).isEqualTo(230);
    }
}
