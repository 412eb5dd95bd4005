package io.mirrorkit.it;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.mirrorkit.api.Flow;
import io.mirrorkit.core.CloseMode;
import io.mirrorkit.core.FlowState;
import io.mirrorkit.core.MirrorEngine;
import io.mirrorkit.failover.ApplyOption;
import io.mirrorkit.failover.FailoverClient;
import io.mirrorkit.failover.FailoverPlan;
import io.mirrorkit.failover.GroupPlan;
import io.mirrorkit.failover.PlanJson;
import io.mirrorkit.failover.PlanTable;
import io.mirrorkit.policy.NamingPolicies;
import io.mirrorkit.policy.TopicFilters;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.awaitility.Awaitility;

/**
 * Runs engine and failover client with secrets in their properties and in the records, through good and bad days, and prints whatever they
 * give away: events, statuses, plans, texts of objects, exceptions. What they log goes to standard error.
 */
public final class SecretsChild {

    /** Begins everything that must not be seen. */
    static final String SECRET = "hush-4711";

    /** Ends the output of a story that was told to its end. */
    static final String TOLD = "All was told";

    static final String TOPIC = "confidential";
    static final String GROUP = "readers";

    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final String sourceServers;
    private final String targetServers;

    private SecretsChild(String sourceServers, String targetServers) {
        this.sourceServers = sourceServers;
        this.targetServers = targetServers;
    }

    /** Arguments: bootstrap servers of the source and of the target. */
    public static void main(String[] args) throws Exception {
        SecretsChild child = new SecretsChild(args[0], args[1]);
        child.replicate();
        child.failOver();
        child.meetTrouble();
        say(TOLD);
    }

    private static void say(Object what) {
        System.out.println(what);
    }

    /** Says what came of it, and if it was an exception, all of it. */
    private static void sayOutcome(String of, Callable<?> attempt) {
        try {
            say(of + ": " + attempt.call());
        } catch (Exception e) {
            StringWriter trace = new StringWriter();
            e.printStackTrace(new PrintWriter(trace, true));
            say(of + ": " + e.getMessage() + "\n" + trace);
        }
    }

    private static Map<String, Object> properties(String servers) {
        Map<String, Object> properties = new HashMap<>();
        properties.put("bootstrap.servers", servers);
        properties.put("sasl.jaas.config", jaas());
        properties.put("sasl.mechanism", "PLAIN");
        properties.put("ssl.key.password", SECRET + "-key");
        properties.put("ssl.truststore.password", SECRET + "-truststore");
        properties.put("consumer.ssl.keystore.password", SECRET + "-keystore");
        properties.put("my.own.token", SECRET + "-token");
        return properties;
    }

    private static String jaas() {
        return "org.apache.kafka.common.security.plain.PlainLoginModule required username=\"u\" password=\"" + SECRET
                + "-jaas\";";
    }

    private static Flow flow(String name) {
        return Replication.quick("a", "b")
                .name(name)
                .topics(TopicFilters.include(TOPIC))
                .policy(NamingPolicies.prefix())
                .config("admin.timeout.ms", 2_000)
                .build();
    }

    private static MirrorEngine engine(Flow flow, Map<String, Object> source, Map<String, Object> target) {
        return MirrorEngine.builder()
                .cluster("a", source)
                .cluster("b", target)
                .flow(flow)
                .listener(SecretsChild::say)
                .build();
    }

    /** The remote topic takes small records only: the big one is refused. */
    private void produce() {
        try (KafkaProducer<byte[], byte[]> producer = new KafkaProducer<>(
                Map.of("bootstrap.servers", sourceServers), new ByteArraySerializer(), new ByteArraySerializer())) {
            for (int i = 0; i < 100; i++) {
                producer.send(record(SECRET + "-value-" + i));
            }
            // Random, so that it does not shrink on its way.
            String big = new Random(7)
                    .ints(50_000, '0', 'z')
                    .mapToObj(Character::toString)
                    .collect(Collectors.joining());
            producer.send(record(SECRET + big + SECRET));
        }
    }

    private static ProducerRecord<byte[], byte[]> record(String value) {
        ProducerRecord<byte[], byte[]> record =
                new ProducerRecord<>(TOPIC, 0, (SECRET + "-record-key").getBytes(UTF_8), value.getBytes(UTF_8));
        record.headers().add(SECRET + "-header", (SECRET + "-header-value").getBytes(UTF_8));
        return record;
    }

    private void replicate() {
        produce();
        Flow flow = flow("open");
        try (MirrorEngine engine = engine(flow, properties(sourceServers), properties(targetServers))) {
            engine.start();
            Awaitility.await()
                    .atMost(PATIENCE)
                    .until(() -> engine.status().flow(flow.name()).orElseThrow().partitions().stream()
                            .anyMatch(partition -> partition.reason().contains("refused")));
            Awaitility.await().atMost(PATIENCE).until(() -> engine.status()
                    .flow(flow.name())
                    .orElseThrow()
                    .groups()
                    .containsKey(GROUP));
            List.of(flow, flow.config(), engine, engine.status()).forEach(SecretsChild::say);
            sayOutcome("pausing nothing", () -> {
                engine.pause("nothing");
                return "done";
            });
        }
        sayOutcome("starting with another definition", () -> {
            Flow other = Flow.builder("a", "b")
                    .name("open")
                    .topics(TopicFilters.all())
                    .policy(NamingPolicies.identity())
                    .build();
            try (MirrorEngine engine = engine(other, properties(sourceServers), properties(targetServers))) {
                engine.start();
                return engine;
            }
        });
        sayOutcome("starting with one cluster at both ends", () -> {
            try (MirrorEngine engine = engine(flow("loop"), properties(targetServers), properties(targetServers))) {
                engine.start();
                return engine;
            }
        });
    }

    private void failOver() {
        Flow flow = flow("open");
        Map<String, Object> properties = properties(targetServers);
        try (FailoverClient client = FailoverClient.connect(properties, flow)) {
            GroupPlan plan = client.plan(GROUP);
            FailoverPlan all = client.planAll();
            List.of(client, plan, plan.partitions(), all, all.groups()).forEach(SecretsChild::say);
            List.of(PlanTable.of(plan), PlanTable.of(all), PlanJson.of(plan), PlanJson.of(all))
                    .forEach(SecretsChild::say);
            sayOutcome("apply", () -> client.apply(plan, ApplyOption.ALLOW_HELD));
            sayOutcome("plan of nobody", () -> client.plan("nobody"));
            sayOutcome("apply of nobody", () -> client.apply(client.plan("nobody")));
        }
        sayOutcome("plan of an unknown flow", () -> {
            try (FailoverClient client = FailoverClient.connect(
                    properties,
                    Flow.builder("x", "b")
                            .topics(TopicFilters.all())
                            .policy(NamingPolicies.prefix())
                            .build())) {
                return client.plan(GROUP);
            }
        });
    }

    /** Properties that Kafka refuses, brokers that refuse a login, and brokers that are not there. */
    private void meetTrouble() {
        Map<String, Object> nowhere = properties(targetServers);
        nowhere.remove("bootstrap.servers");
        sayOutcome("no servers", () -> engine(flow("none"), properties(sourceServers), nowhere));
        Map<String, Object> decided = properties(targetServers);
        decided.put("group.id", SECRET + "-group");
        sayOutcome("a property that is not the user's", () -> engine(flow("none"), properties(sourceServers), decided));

        Map<String, Object> malformed = login(targetServers);
        malformed.put("sasl.jaas.config", jaas().replace(";", ""));
        trouble("malformed", malformed);
        trouble("login", login(targetServers));
        Map<String, Object> keystore = properties(targetServers);
        keystore.put("security.protocol", "SSL");
        keystore.put("ssl.truststore.location", "/nonexistent/truststore.jks");
        trouble("truststore", keystore);
        trouble("absent", properties("localhost:9"));
    }

    private static Map<String, Object> login(String servers) {
        Map<String, Object> properties = properties(servers);
        properties.put("security.protocol", "SASL_PLAINTEXT");
        properties.put("request.timeout.ms", 2_000);
        properties.put("default.api.timeout.ms", 2_000);
        return properties;
    }

    private void trouble(String name, Map<String, Object> target) {
        sayOutcome("engine, " + name, () -> {
            MirrorEngine engine = engine(flow(name), properties(sourceServers), target);
            engine.start();
            FlowState state = engine.status().flow(name).orElseThrow().state();
            say(engine.status());
            engine.close(CloseMode.DONT_DRAIN, Duration.ofSeconds(1));
            return state;
        });
        sayOutcome("failover, " + name, () -> {
            try (FailoverClient client = FailoverClient.builder(target, flow(name))
                    .deadline(Duration.ofSeconds(2))
                    .connect()) {
                return client.plan(GROUP);
            }
        });
    }
}
