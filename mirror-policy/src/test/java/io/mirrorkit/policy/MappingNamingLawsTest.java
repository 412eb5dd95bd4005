package io.mirrorkit.policy;

import static org.assertj.core.api.Assertions.assertThat;

import io.mirrorkit.api.ReplicationPolicy.Hop;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/** The laws for any template and any pairs, over names so short that they collide all the time. */
class MappingNamingLawsTest {

    /** A policy with the pairs that it was made from. */
    record Mapping(MappingNaming policy, Map<String, String> pairs) {}

    @Provide
    Arbitrary<Mapping> mappings() {
        Arbitrary<String> templates = Arbitraries.of(
                "{topic}",
                "{topic}-a",
                "a{topic}",
                "{source}.{topic}",
                "{topic}.{source}",
                "a-{topic}-{source}.a",
                "{topic}beats");
        return Combinators.combine(templates, Arbitraries.maps(names(), names()).ofMaxSize(4))
                .as((template, pairs) -> {
                    Map<String, String> unique = withUniqueValues(pairs);
                    return new Mapping(NamingPolicies.mapping(template).withPairs(unique), unique);
                });
    }

    private static Map<String, String> withUniqueValues(Map<String, String> pairs) {
        Map<String, String> unique = new HashMap<>(pairs);
        Set<String> seen = new HashSet<>();
        unique.values().removeIf(remote -> !seen.add(remote));
        return unique;
    }

    @Provide
    Arbitrary<String> names() {
        Arbitrary<String> parts = Arbitraries.of("a", "b", ".", "-", "heart", "heartbeats");
        return parts.list()
                .ofMinSize(1)
                .ofMaxSize(4)
                .map(list -> String.join("", list))
                .filter(LegalNames::isTopic);
    }

    @Provide
    Arbitrary<String> aliases() {
        return Arbitraries.of(List.of("a", "b", "heart"));
    }

    @Property(tries = 5_000)
    void shouldGiveBackTheTopicOrTheOneThatTookItsName(
            @ForAll("mappings") Mapping mapping, @ForAll("aliases") String alias, @ForAll("names") String topic) {
        // Given
        String remote = mapping.policy().remoteTopic(alias, topic);

        // When
        Optional<String> source = mapping.policy().sourceTopic(alias, remote);

        // Then
        assertThat(source).isPresent();
        assertThat(mapping.policy().remoteTopic(alias, source.get())).isEqualTo(remote);
        if (!source.get().equals(topic)) {
            assertThat(mapping.pairs()).as("a pair wins").doesNotContainKey(topic);
        }
    }

    @Property(tries = 5_000)
    void shouldAnswerOnlyTheTopicThatIsMappedThere(
            @ForAll("mappings") Mapping mapping, @ForAll("aliases") String alias, @ForAll("names") String name) {
        // When
        Optional<String> source = mapping.policy().sourceTopic(alias, name);

        // Then
        source.ifPresent(
                topic -> assertThat(mapping.policy().remoteTopic(alias, topic)).isEqualTo(name));
    }

    @Property(tries = 5_000)
    void shouldComeToAnEndWhenHopsAreFollowed(@ForAll("mappings") Mapping mapping, @ForAll("names") String name) {
        // When
        List<Hop> hops = mapping.policy().hops(name);

        // Then
        assertThat(hops).allSatisfy(hop -> assertThat(hop.topic()).hasSizeLessThan(name.length()));
    }
}
