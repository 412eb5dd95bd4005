package io.mirrorkit.it;

import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.equivalentTo;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.conditions.ArchConditions.callMethod;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.members;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaMember;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.core.importer.Location;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import java.io.Serializable;
import java.time.Clock;
import java.time.Instant;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.apache.kafka.clients.CommonClientConfigs;
import org.apache.kafka.common.record.TimestampType;

/** What must never be, each with its reason. The classes looked at are those that users get: no tests, no test kit. */
@AnalyzeClasses(packages = "io.mirrorkit", importOptions = ArchitectureTest.WhatUsersGet.class)
class ArchitectureTest {

    private static final String API = "io.mirrorkit.api..";
    private static final String POLICY = "io.mirrorkit.policy..";
    private static final String CORE = "io.mirrorkit.core..";
    private static final String FAILOVER = "io.mirrorkit.failover..";
    private static final String WIRE = "io.mirrorkit.core.internal.lane.wire..";
    private static final String INTERNAL = "io.mirrorkit..internal..";
    private static final String GUAVA = "com.google.common..";

    /** The packages of kafka-clients whose Javadoc Kafka publishes, as far as anything here has a use for them. */
    private static final DescribedPredicate<JavaClass> PUBLIC_KAFKA = resideInAnyPackage(
                    "org.apache.kafka.clients.admin",
                    "org.apache.kafka.clients.consumer",
                    "org.apache.kafka.clients.producer",
                    "org.apache.kafka.common",
                    "org.apache.kafka.common.acl",
                    "org.apache.kafka.common.annotation",
                    "org.apache.kafka.common.config",
                    "org.apache.kafka.common.errors",
                    "org.apache.kafka.common.header",
                    "org.apache.kafka.common.metrics",
                    "org.apache.kafka.common.resource",
                    "org.apache.kafka.common.serialization")
            .as("public types of kafka-clients");

    private static final DescribedPredicate<JavaClass> NON_PUBLIC_KAFKA = resideInAnyPackage(
                    "org.apache.kafka.common.requests..",
                    "org.apache.kafka.common.protocol..",
                    "org.apache.kafka.common.message..",
                    "org.apache.kafka.common.network..",
                    "org.apache.kafka.common.record..",
                    "org.apache.kafka..internals..",
                    "org.apache.kafka.clients")
            .and(not(equivalentTo(CommonClientConfigs.class)))
            // In a package that is not public, but in the signature of ConsumerRecord.
            .and(not(equivalentTo(TimestampType.class)))
            .as("non-public types of kafka-clients");

    private static final DescribedPredicate<JavaClass> INPUT_OUTPUT = resideInAnyPackage(
                    "java.io..", "java.nio.file..", "java.nio.channels..", "java.net..", "org.apache.kafka.clients..")
            .and(not(equivalentTo(Serializable.class)))
            .as("input and output");

    @ArchTest
    static final ArchRule coreKnowsNoFailover = noClasses()
            .that()
            .resideInAPackage(CORE)
            .should()
            .dependOnClassesThat()
            .resideInAPackage(FAILOVER)
            .because("the engine copies, and leaves it to others to move clients");

    @ArchTest
    static final ArchRule failoverKnowsNoCore = noClasses()
            .that()
            .resideInAPackage(FAILOVER)
            .should()
            .dependOnClassesThat()
            .resideInAPackage(CORE)
            .because("recovery must run where the engine can't");

    @ArchTest
    static final ArchRule apiStandsAlone = classes()
            .that()
            .resideInAPackage(API)
            .should()
            .onlyDependOnClassesThat(resideInAnyPackage(API, "java..", "org.jspecify.annotations")
                    .or(PUBLIC_KAFKA))
            .because("users compile against it, and every other dependency would become theirs");

    @ArchTest
    static final ArchRule policyKnowsTheApiAlone = noClasses()
            .that()
            .resideInAPackage(POLICY)
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(CORE, FAILOVER)
            .because("engine and recovery both stand on it");

    @ArchTest
    static final ArchRule policyDoesNoInputOrOutput = noClasses()
            .that()
            .resideInAPackage(POLICY)
            .should()
            .dependOnClassesThat(INPUT_OUTPUT)
            .because("a policy is a pure function, called while records wait");

    @ArchTest
    static final ArchRule policyHasNoThreads = noClasses()
            .that()
            .resideInAPackage(POLICY)
            .should()
            .dependOnClassesThat(resideInAPackage("java.util.concurrent..").or(equivalentTo(Thread.class)))
            .because("a pure function needs neither threads nor locks");

    @ArchTest
    static final ArchRule policyHasNoClock = noClasses()
            .that()
            .resideInAPackage(POLICY)
            .should()
            .dependOnClassesThat(equivalentTo(Clock.class))
            .orShould(callMethod(Instant.class, "now"))
            .orShould(callMethod(System.class, "currentTimeMillis"))
            .orShould(callMethod(System.class, "nanoTime"))
            .because("the same question has the same answer at any time");

    @ArchTest
    static final ArchRule policyLogsNothing = noClasses()
            .that()
            .resideInAPackage(POLICY)
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("org.slf4j..", "java.util.logging..", "java.lang.System$Logger")
            .because("what a policy has to say it returns");

    @ArchTest
    static final ArchRule noGuavaInSignatures = members()
            .that(areSeenByUsers())
            .should(notMention(GUAVA))
            .because("users must be free to have another Guava, or none");

    @ArchTest
    static final ArchRule noInternalsInSignatures =
            members().that(areSeenByUsers()).should(notMention(INTERNAL)).because("what users can name they will use");

    @ArchTest
    static final ArchRule kafkasNonPublicClassesStayInTheWireLane = noClasses()
            .that()
            .resideOutsideOfPackage(WIRE)
            .should()
            .dependOnClassesThat(NON_PUBLIC_KAFKA)
            .because("another kafka-clients may lack them, and then all but the wire lane must still run");

    @ArchTest
    static final ArchRule noCyclesBetweenPackages = slices().matching("io.mirrorkit.(**)")
            .should()
            .beFreeOfCycles()
            .because("a room is read without the one that is read after it");

    @ArchTest
    static final ArchRule noPackageInTwoJars =
            classes().should(resideInTheOneJarOfTheirPackage()).because("the Java module system refuses such jars");

    private static DescribedPredicate<JavaMember> areSeenByUsers() {
        return describe(
                "are seen by users",
                member -> isOpen(member.getModifiers())
                        && isOpen(member.getOwner())
                        && not(resideInAPackage(INTERNAL)).test(member.getOwner()));
    }

    private static boolean isOpen(JavaClass type) {
        return isOpen(type.getModifiers())
                && type.getEnclosingClass().map(ArchitectureTest::isOpen).orElse(true);
    }

    private static boolean isOpen(Set<JavaModifier> modifiers) {
        return modifiers.contains(JavaModifier.PUBLIC) || modifiers.contains(JavaModifier.PROTECTED);
    }

    private static ArchCondition<JavaMember> notMention(String packages) {
        return new ArchCondition<>("not mention " + packages) {
            @Override
            public void check(JavaMember member, ConditionEvents events) {
                member.getAllInvolvedRawTypes().stream()
                        .filter(resideInAPackage(packages))
                        .map(type -> member.getDescription() + " mentions " + type.getName())
                        .forEach(message -> events.add(SimpleConditionEvent.violated(member, message)));
            }
        };
    }

    private static ArchCondition<JavaClass> resideInTheOneJarOfTheirPackage() {
        return new ArchCondition<>("reside in the one jar of their package") {
            private final Map<String, Set<String>> jarsByPackage = new TreeMap<>();

            @Override
            public void check(JavaClass type, ConditionEvents events) {
                jarsByPackage
                        .computeIfAbsent(type.getPackageName(), name -> new TreeSet<>())
                        .add(jar(type));
            }

            @Override
            public void finish(ConditionEvents events) {
                jarsByPackage.forEach((name, jars) -> {
                    if (jars.size() > 1) {
                        events.add(SimpleConditionEvent.violated(name, name + " is in " + jars));
                    }
                });
            }
        };
    }

    /** The jar or class folder that a class was read from. */
    private static String jar(JavaClass type) {
        String uri = type.getSource().orElseThrow().getUri().toString();
        return uri.substring(0, uri.length() - (type.getName().length() + ".class".length()));
    }

    /** Leaves out tests and the test kit, whether their classes come from folders or from jars. */
    static final class WhatUsersGet implements ImportOption {

        @Override
        public boolean includes(Location location) {
            return !location.contains("/test-classes/")
                    && !location.contains("-tests.jar!")
                    && !location.contains("/mirror-testkit");
        }
    }
}
