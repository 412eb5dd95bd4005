package io.mirrorkit.it;

import io.mirrorkit.api.Flow;
import io.mirrorkit.failover.switching.ClusterSwitch;
import io.mirrorkit.failover.switching.ControlReading;
import io.mirrorkit.failover.switching.HandBack;
import io.mirrorkit.failover.switching.PlannedSwitch;
import io.mirrorkit.failover.switching.SwitchControl;
import io.mirrorkit.failover.switching.SwitchableConsumer;
import io.mirrorkit.failover.switching.SwitchableProducer;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;

/** What the guides show of switching. */
final class SwitchingSample {

    private SwitchingSample() {}

    static void application(
            Map<String, Object> primary,
            Map<String, Object> backup,
            Flow primaryToBackup,
            Flow backupToPrimary,
            Map<String, Object> consumerProperties,
            Map<String, Object> producerProperties) {
        // tag::clients[]
        try (ClusterSwitch clusters = ClusterSwitch.builder("order-processing")
                        .cluster("primary", primary)
                        .cluster("backup", backup)
                        .flow(primaryToBackup)
                        .flow(backupToPrimary)
                        .instance("pod-1")
                        .startOn("primary")
                        .start();
                Consumer<String, String> consumer = SwitchableConsumer.<String, String>builder(
                                clusters, consumerProperties)
                        .build();
                Producer<String, String> producer = SwitchableProducer.<String, String>builder(
                                clusters, producerProperties)
                        .handBack((record, cluster) -> HandBack.Decision.RESEND)
                        .build()) {
            consumer.subscribe(List.of("orders"));
            consumer.poll(Duration.ofSeconds(1))
                    .forEach(order -> producer.send(new ProducerRecord<>("invoices", order.key(), order.value())));
            consumer.commitSync();
        }
        // end::clients[]
    }

    static ControlReading look(Map<String, Object> primary, Map<String, Object> backup) {
        // tag::look[]
        try (SwitchControl control = SwitchControl.builder("order-processing")
                .cluster("primary", primary)
                .cluster("backup", backup)
                .who("ann")
                .connect()) {
            return control.read();
        }
        // end::look[]
    }

    static PlannedSwitch.Outcome planned(SwitchControl control, Flow primaryToBackup, Flow backupToPrimary) {
        // tag::planned[]
        return PlannedSwitch.builder(control, "backup")
                .flow(primaryToBackup)
                .flow(backupToPrimary)
                .why("maintenance")
                .build()
                .run();
        // end::planned[]
    }
}
