package io.mirrorkit.failover.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mirrorkit.api.errors.AccessDeniedException;
import io.mirrorkit.api.errors.ClusterUnavailableException;
import io.mirrorkit.api.errors.MirrorException;
import java.time.Duration;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.errors.NotCoordinatorException;
import org.apache.kafka.common.errors.SaslAuthenticationException;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.errors.TopicAuthorizationException;
import org.apache.kafka.common.internals.KafkaFutureImpl;
import org.junit.jupiter.api.Test;

class KafkaErrorsTest {

    private static final Deadline SHORT = Deadline.in(Duration.ofMillis(20));

    private static KafkaFuture<String> failed(Exception error) {
        KafkaFutureImpl<String> future = new KafkaFutureImpl<>();
        future.completeExceptionally(error);
        return future;
    }

    @Test
    void shouldSayWhatToMendWhenCredentialsOrRightsAreWrong() {
        // When
        MirrorException credentials =
                KafkaErrors.mirrorException(new SaslAuthenticationException("bad"), "a look at it");
        MirrorException rights = KafkaErrors.mirrorException(new TopicAuthorizationException("orders"), "a look at it");

        // Then
        assertThat(credentials).isInstanceOf(AccessDeniedException.class).hasMessageContaining("credentials");
        assertThat(rights).isInstanceOf(AccessDeniedException.class).hasMessageContaining("grant the user");
    }

    @Test
    void shouldBeRetriableWhenTheClusterMayGrantItLater() {
        // When
        MirrorException error = KafkaErrors.mirrorException(new NotCoordinatorException("moved"), "a look at it");

        // Then
        assertThat(error).isInstanceOf(ClusterUnavailableException.class);
        assertThat(error.retriable()).isTrue();
    }

    @Test
    void shouldBeNotInTimeWhoeverNoticesFirst() {
        assertThatThrownBy(() -> KafkaErrors.awaitOrThrow(new KafkaFutureImpl<>(), "it", SHORT))
                .isInstanceOf(NotInTime.class);
        assertThatThrownBy(() -> KafkaErrors.awaitOrThrow(failed(new TimeoutException()), "it", SHORT))
                .isInstanceOf(NotInTime.class);
    }

    @Test
    void shouldKeepTheInterruptFlagWhenInterrupted() {
        // Given
        Thread.currentThread().interrupt();

        // When
        assertThatThrownBy(() -> KafkaErrors.awaitOrThrow(new KafkaFutureImpl<>(), "it", SHORT))
                .isInstanceOf(InterruptException.class);

        // Then
        assertThat(Thread.interrupted()).isTrue();
    }
}
