package io.mirrorkit.core.internal.topics;

import org.apache.kafka.common.Uuid;

/**
 * A topic as Admin shows it.
 *
 * @param name its name
 * @param id its id
 * @param partitions how many partitions it has
 * @param whole whether every partition has a leader
 */
public record TopicShape(String name, Uuid id, int partitions, boolean whole) {}
