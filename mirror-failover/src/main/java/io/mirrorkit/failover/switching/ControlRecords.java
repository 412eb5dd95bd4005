package io.mirrorkit.failover.switching;

import io.mirrorkit.api.errors.MalformedRecordException;
import io.mirrorkit.api.errors.UnknownVersionException;
import io.mirrorkit.api.ledger.ControlKey;
import io.mirrorkit.api.ledger.ControlState;
import io.mirrorkit.api.ledger.HandOver;
import io.mirrorkit.api.ledger.MemberStatus;
import java.time.Instant;
import java.util.Collections;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/**
 * What one cluster's control topic says of one application.
 *
 * @param state its state, if there is one
 * @param members its clients by id, in order
 * @param handOvers where its groups go on, by group
 */
record ControlRecords(Optional<ControlState> state, Map<String, Seen> members, Map<String, HandOver> handOvers) {

    static final ControlRecords NONE = new ControlRecords(Optional.empty(), Map.of(), Map.of());

    /**
     * A client's word.
     *
     * @param status what it said
     * @param at when, by the broker's clock
     */
    record Seen(MemberStatus status, Instant at) {}

    /** Copies the maps. */
    ControlRecords {
        members = Collections.unmodifiableMap(new TreeMap<>(members));
        handOvers = Map.copyOf(handOvers);
    }

    /** Where a group goes on after a change, if that was worked out. */
    Optional<HandOver> handOver(String group, ControlState.Origin origin) {
        return Optional.ofNullable(handOvers.get(group))
                .filter(known -> known.epoch() == origin.epoch() && known.uuid().equals(origin.uuid()));
    }

    /** Takes the records of the control topic in order; keeps those of one application. Not thread-safe. */
    static final class Builder {
        private final String application;
        private Optional<ControlState> state = Optional.empty();
        private final Map<String, Seen> members = new HashMap<>();
        private final Map<String, HandOver> handOvers = new HashMap<>();

        Builder(String application) {
            this.application = application;
        }

        /**
         * Takes a record.
         *
         * @return whether it was one of the application's
         * @throws UnknownVersionException if a newer release wrote the application's state
         */
        boolean add(ConsumerRecord<byte[], byte[]> record) {
            try {
                ControlKey key = ControlKey.decode(record.key() == null ? new byte[0] : record.key());
                if (!key.application().equals(application)) {
                    return false;
                }
                Optional<byte[]> value = Optional.ofNullable(record.value());
                key.fold(
                        ofApplication -> state = value.map(ControlState::decode),
                        member -> put(
                                members,
                                member.member(),
                                value.map(bytes -> new Seen(
                                        MemberStatus.decode(bytes), Instant.ofEpochMilli(record.timestamp())))),
                        group -> put(handOvers, group.group(), value.map(HandOver::decode)));
                return true;
            } catch (MalformedRecordException e) {
                // Somebody else writes to the topic; what is ours is written again.
                return false;
            }
        }

        private static <T> Optional<T> put(Map<String, T> map, String key, Optional<T> value) {
            value.ifPresentOrElse(present -> map.put(key, present), () -> map.remove(key));
            return value;
        }

        ControlRecords build() {
            return new ControlRecords(state, members, handOvers);
        }
    }
}
