package io.mirrorkit.examples.runner;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.mirrorkit.api.Flow;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Invariant J: no secret in any text that a file leads to. */
class SecretsTest {

    private static List<String> texts(Mm2File file) {
        List<String> texts = new ArrayList<>();
        texts.add(file.toString());
        Deployment deployment = Texts.deployment(file);
        texts.add(deployment.toString());
        texts.addAll(deployment.leftOut());
        texts.addAll(deployment.remarks().warnings());
        texts.addAll(deployment.remarks().notes());
        deployment.remarks().withoutEffect().ifPresent(texts::add);
        deployment.flows().stream().map(Replication::describe).forEach(texts::add);
        deployment.flows().stream().map(Flow::toString).forEach(texts::add);
        texts.add(FlowLoader.onTarget(file, Optional.empty()).toString());
        return texts;
    }

    @Test
    void shouldKeepSecretsOfEveryLayer() {
        // When
        List<String> texts = texts(Texts.resource("secured.properties"));

        // Then
        assertThat(texts).allSatisfy(text -> assertThat(text).doesNotContain("secret"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                // Misspelt keys and keys at the wrong level.
                "A.sasl.jaas.confg = x password=\"hunter2\";",
                "sasl.jaas.konfig = hunter2",
                "A->B.sasl.jaas.config = hunter2",
                "consumer.sasl.jaas.config = hunter2",
                "A->B.consumer.ssl.key.password = hunter2",
                "A.consumer.ssl.key.passwort = hunter2",
                // Lines that were broken, so that a piece of a value is a key.
                "A.sasl.jaas.config = module required\npassword=\"hunter2\";",
                "A.ssl.keystore.key = -----BEGIN PRIVATE KEY-----\nhunter2EAAoIBAQC7VJTUt9Us8cKjMzEfYyjiWA4R4/M2bS1GB4t7NXp98C3SC6dVMvDuictG",
                "hunter2EAAoIBAQC7VJTUt9Us8cKjMzEfYyjiWA4R4xM2bS1GB4t7NXp98C3SC6dVMvDuict",
                "hunter2EAAoIBAQC7VJTUt9Us8cKjMzEfYyjiWA4R4x.M2bS1GB4t7NXp98C3SC6dVMvDuict",
                "hunter2EAAoIBAQC7VJTUt9Us8cKjMzEfYyjiWA4R4xM2\nhunter2EAAoIBAQC7VJTUt9Us8cKjMzEfYyjiWA4R4xM2",
                "\"hunter2\";",
                "hunter2",
            })
    void shouldKeepASecretThatStandsWhereItShouldNot(String lines) {
        // When
        List<String> texts = texts(Texts.two(lines + "\n"));

        // Then
        assertThat(texts).allSatisfy(text -> assertThat(text).doesNotContain("hunter2"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "A.sasl.login.connect.timeout.ms = hunter2",
                "A.sasl.jaas.config = ${vault:hunter2}",
                "A->B.target.admin.sasl.jaas.config = hunter2\nB->A.source.admin.sasl.jaas.config = other\nB->A.enabled = true",
            })
    void shouldKeepASecretInAnError(String lines) {
        // Given
        Mm2File file = Texts.two(lines + "\n");

        // When
        Throwable error = catchThrowable(() -> Texts.deployment(file));

        // Then
        assertThat(error).isInstanceOf(BadFileException.class).message().doesNotContain("hunter2");
    }
}
