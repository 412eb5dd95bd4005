package io.mirrorkit.api;

import java.util.Set;

/** The filters that a flow has unless it is given others. */
final class DefaultFilters {

    private static final Set<String> CLUSTER_CONFIGS = Set.of(
            "follower.replication.throttled.replicas",
            "leader.replication.throttled.replicas",
            "message.timestamp.difference.max.ms",
            "message.timestamp.before.max.ms",
            "message.timestamp.after.max.ms",
            "message.timestamp.type",
            "unclean.leader.election.enable",
            "min.insync.replicas");

    static final GroupFilter GROUPS = GroupFilter.described(
            group -> !group.startsWith("console-consumer-") && !group.startsWith("__"), "default groups");

    static final ConfigFilter CONFIGS =
            ConfigFilter.described(config -> !CLUSTER_CONFIGS.contains(config), "default configs");

    private DefaultFilters() {}
}
