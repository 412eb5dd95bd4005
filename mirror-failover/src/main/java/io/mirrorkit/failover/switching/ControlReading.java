package io.mirrorkit.failover.switching;

import io.mirrorkit.api.ledger.ControlState;
import io.mirrorkit.api.ledger.HandOver;
import io.mirrorkit.api.ledger.MemberStatus;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * All that the control topics say of one application, at one moment.
 *
 * @param standing what the copies amount to
 * @param states what each cluster's copy says; without the clusters that could not be read, and those that know nothing
 * @param unread why clusters could not be read, by alias
 * @param members the application's clients, by id in order, as they were heard last on any cluster
 * @param handOvers where groups went on after the last switch, by group
 */
public record ControlReading(
        Standing standing,
        Map<String, ControlState> states,
        Map<String, String> unread,
        Map<String, Heard> members,
        Map<String, HandOver> handOvers) {

    /**
     * A client's last word.
     *
     * @param status what it said
     * @param at when, by the broker's clock
     */
    public record Heard(MemberStatus status, Instant at) {}

    /**
     * Copies the maps.
     *
     * @param standing what the copies amount to
     * @param states what each cluster's copy says
     * @param unread why clusters could not be read
     * @param members the application's clients
     * @param handOvers where groups went on
     */
    public ControlReading {
        states = Collections.unmodifiableMap(new TreeMap<>(states));
        unread = Collections.unmodifiableMap(new TreeMap<>(unread));
        members = Collections.unmodifiableMap(new TreeMap<>(members));
        handOvers = Collections.unmodifiableMap(new TreeMap<>(handOvers));
    }

    static ControlReading of(Map<String, ControlRecords> copies, Map<String, String> unread) {
        Map<String, ControlState> states = new TreeMap<>();
        Map<String, Heard> members = new TreeMap<>();
        Map<String, HandOver> handOvers = new TreeMap<>();
        copies.forEach((alias, copy) -> {
            copy.state().ifPresent(state -> states.put(alias, state));
            copy.members()
                    .forEach((id, seen) -> members.merge(
                            id,
                            new Heard(seen.status(), seen.at()),
                            (one, other) -> one.at().isBefore(other.at()) ? other : one));
            copy.handOvers()
                    .forEach((group, handOver) -> handOvers.merge(
                            group, handOver, (one, other) -> one.epoch() < other.epoch() ? other : one));
        });
        return new ControlReading(Standing.of(List.copyOf(states.values())), states, unread, members, handOvers);
    }

    /**
     * The state that counts.
     *
     * @return empty if there is none, or two that contradict each other
     */
    public Optional<ControlState> state() {
        return standing.current();
    }
}
