/**
 * Ready-made naming policies, filters and cycle detectors.
 *
 * <h2>Naming: how a remote topic is called</h2>
 *
 * {@link io.mirrorkit.policy.NamingPolicies} has all of them.
 * <ul>
 *   <li><b>Prefix</b>, {@code primary.orders}: the origin shows in the name, so loops are found by name alone. As MirrorMaker
 *       2's default policy.
 *   <li><b>Identity</b>, {@code orders}: clients need no change to move. Names show no origin, so two-way flows need a
 *       detector that looks at records.
 *   <li><b>Mapping</b>, {@code orders-dr}, {@code primary-orders} or {@code orders-eu}: a template, and pairs that win over it.
 * </ul>
 * Heartbeats: where names show no origin, the topic {@code heartbeats} and its copies still get MirrorMaker 2's prefix, since
 * both ends of a two-way flow write a topic of that name and records would go round for ever.
 *
 * <h2>Filters: what is replicated</h2>
 *
 * {@link io.mirrorkit.policy.TopicFilters}, {@link io.mirrorkit.policy.GroupFilters} and
 * {@link io.mirrorkit.policy.ConfigFilters} take Java regular expressions that have to match the whole name; an exclude wins
 * over an include, and {@code .} stands for a line break too, which a group's name may hold.
 * {@link io.mirrorkit.policy.PatternLists} reads MirrorMaker 2's comma lists. Whatever a filter says, the topics of
 * {@link io.mirrorkit.policy.InternalTopics} are never replicated.
 *
 * <h2>Cycles: what is not replicated back</h2>
 *
 * {@link io.mirrorkit.policy.TopicCycles}.
 *
 * <h2>Guarantees</h2>
 * <ol>
 *   <li>All types are immutable, thread-safe and pure: no I/O, threads, clock or logging.
 *   <li>Settings are checked when an object is made, with an {@link java.lang.IllegalArgumentException} that quotes the wrong
 *       part and says what is wrong with it.
 *   <li>A {@code description()} is made from the settings alone; it is equal for equal settings.
 * </ol>
 */
@NullMarked
package io.mirrorkit.policy;

import org.jspecify.annotations.NullMarked;
