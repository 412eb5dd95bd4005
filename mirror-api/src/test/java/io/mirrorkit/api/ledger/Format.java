package io.mirrorkit.api.ledger;

import io.mirrorkit.api.ledger.GroupStatus.GroupPosition;
import io.mirrorkit.api.ledger.SlotStatus.PartitionStatus;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Stream;
import org.apache.kafka.common.Uuid;

/**
 * A format of MirrorKit's own, with bytes that were written down once. They are on users' clusters: a change here is a new version of
 * the format, and never a change of these bytes.
 *
 * @param name what it is
 * @param hex the bytes; blanks part the fields
 * @param decoded what they say
 * @param encoded what the code makes of it today
 * @param decoder reads the bytes
 */
record Format(String name, String hex, Object decoded, byte[] encoded, Function<byte[], ?> decoder) {

    private static final Uuid SOURCE_ID = new Uuid(0x0011223344556677L, 0x8899aabbccddeeffL);
    private static final Uuid TARGET_ID = new Uuid(1, 2);
    private static final String UUIDS = "00112233445566778899aabbccddeeff 0000000000000001 0000000000000002";

    byte[] bytes() {
        return HexFormat.of().parseHex(hex.replace(" ", ""));
    }

    Object decode(byte[] bytes) {
        return decoder.apply(bytes);
    }

    @Override
    public String toString() {
        return name;
    }

    static Stream<Format> all() {
        return Stream.of(
                        chunks(),
                        ledgerKeys(),
                        ledgerValues(),
                        statusKeys(),
                        Stream.of(slotStatus(), groupStatus(), groupsObserved()),
                        controlKeys(),
                        Stream.of(steadyState(), settlingState(), memberStatus(), handOver()))
                .flatMap(formats -> formats);
    }

    /** A chunk has no equality; this is all that it says. */
    record Said(
            List<Stretch> stretches,
            long sourceStart,
            long sourceEnd,
            long targetStart,
            long targetEnd,
            int leaderEpoch,
            long records) {

        static Said of(Chunk chunk) {
            return new Said(
                    chunk.stretches(),
                    chunk.sourceStart(),
                    chunk.sourceEnd(),
                    chunk.targetStart(),
                    chunk.targetEnd(),
                    chunk.leaderEpoch(),
                    chunk.records());
        }
    }

    private static Format chunk(String name, String hex, Chunk chunk, Said said) {
        return new Format(name, hex, said, chunk.encode(), bytes -> Said.of(Chunk.decode(bytes)));
    }

    private static Stream<Format> chunks() {
        return Stream.of(
                chunk(
                        "a chunk without a run",
                        "01 f403 14 00 00 00 00 00",
                        LedgerWriter.startingAt(500, 20).takeChanges().get(0).orElseThrow(),
                        new Said(List.of(), 500, 500, 20, 20, -1, 0)),
                chunk(
                        "a chunk of runs",
                        // start 1000, 500; 250 and 210 offsets; epoch 7; 206 records; 3 runs: new gaps, the same gaps,
                        // new gaps
                        "01 e807 f403 fa01 d201 08 ce01 03 0d0200 0c a1060004",
                        chunkOfRuns(),
                        new Said(
                                List.of(new Run(1002, 500, 3), new Run(1007, 503, 3), new Run(1010, 510, 200)),
                                1000,
                                1250,
                                500,
                                710,
                                7,
                                206)),
                chunk(
                        "a chunk with an anchor",
                        // 20 records shifted left by two, and code 2; gaps 5 and 0; spans 30 and 20
                        "01 05 07 23 14 00 14 01 52 0500 1e14",
                        chunkOfAnAnchor(),
                        new Said(List.of(new Anchor(10, 7, 30, 20, 20)), 5, 40, 7, 27, -1, 20)));
    }

    private static Chunk chunkOfRuns() {
        LedgerWriter writer = LedgerWriter.startingAt(1000, 500);
        writer.append(1002, 500, 3);
        writer.append(1007, 503, 3);
        writer.append(1010, 510, 200);
        writer.advance(1250, 7);
        return writer.takeChanges().get(0).orElseThrow();
    }

    private static Chunk chunkOfAnAnchor() {
        LedgerWriter writer = LedgerWriter.startingAt(5, 7, 1);
        writer.append(10, 7, 10);
        writer.append(30, 17, 10);
        writer.append(50, 27, 10);
        writer.mergeOldest();
        return writer.takeChanges().get(0).orElseThrow();
    }

    private static Format ledgerKey(String name, String hex, LedgerKey key) {
        return new Format(name, hex, key, key.encode(), LedgerKey::decode);
    }

    private static Stream<Format> ledgerKeys() {
        Generation generation = new Generation("src", SOURCE_ID, "tgt", TARGET_ID, 1);
        return Stream.of(
                ledgerKey("the key of a definition", "01 00", new LedgerKey.Definition()),
                ledgerKey("the key of an owner", "01 01", new LedgerKey.Owner()),
                ledgerKey("the key of start offsets", "01 02 066f7264657273", new LedgerKey.Start("orders")),
                ledgerKey(
                        "the key of a chunk",
                        "01 03 066f7264657273 03 03737263 00112233445566778899aabbccddeeff"
                                + " 03746774 00000000000000010000000000000002 01 ac02",
                        new LedgerKey.ChunkKey("orders", 3, generation, 300)));
    }

    private static Stream<Format> ledgerValues() {
        FlowDefinition definition = new FlowDefinition(
                1_700_000_000_000L,
                8,
                "src",
                "tgt",
                new TreeMap<>(Map.of("policy", "identity", "topics", "Bestellungen für €")));
        SlotOwner owner = new SlotOwner("instance-1", 1_700_000_000_000L);
        StartOffsets starts = new StartOffsets(SOURCE_ID, List.of(0L, 300L, Long.MAX_VALUE));
        return Stream.of(
                new Format(
                        "a flow's definition",
                        "01 80d095ffbc31 08 03737263 03746774 02"
                                + " 06706f6c696379 086964656e74697479"
                                + " 06746f70696373 1542657374656c6c756e67656e2066c3bc7220e282ac",
                        definition,
                        definition.encode(),
                        FlowDefinition::decode),
                new Format(
                        "a slot's owner",
                        "01 0a696e7374616e63652d31 80d095ffbc31",
                        owner,
                        owner.encode(),
                        SlotOwner::decode),
                new Format(
                        "start offsets",
                        "01 00112233445566778899aabbccddeeff 03 00 ac02 ffffffffffffffff7f",
                        starts,
                        starts.encode(),
                        StartOffsets::decode));
    }

    private static Format statusKey(String name, String hex, StatusKey key) {
        return new Format(name, hex, key, key.encode(), StatusKey::decode);
    }

    private static Stream<Format> statusKeys() {
        return Stream.of(
                statusKey("the key of a slot's status", "01 00 8702", new StatusKey.Slot(263)),
                statusKey("the key of a group's status", "01 01 056772c3bc6e", new StatusKey.Group("grün")),
                statusKey("the key of an observation", "01 02", new StatusKey.Observed()));
    }

    private static Format slotStatus() {
        SlotStatus status = new SlotStatus(
                "i",
                1_700_000_000_000L,
                List.of(
                        new PartitionStatus(
                                "a", 2, "p.a", SOURCE_ID, TARGET_ID, 0, 63, 64, 60, 300, 1, PartitionState.COPYING, ""),
                        new PartitionStatus(
                                "b",
                                0,
                                "",
                                SOURCE_ID,
                                TARGET_ID,
                                -1,
                                -1,
                                -1,
                                -1,
                                0,
                                0,
                                PartitionState.STOPPED,
                                "why")));
        return new Format(
                "a slot's status",
                "01 0169 80d095ffbc31 02"
                        + " 0161 02 03702e61 " + UUIDS + " 00 7e 8001 78 ac02 01 01 00"
                        + " 0162 00 00 " + UUIDS + " 01 01 01 01 00 00 04 03776879",
                status,
                status.encode(),
                SlotStatus::decode);
    }

    private static Format groupStatus() {
        GroupStatus status = new GroupStatus(
                1_700_000_000_000L,
                "note",
                List.of(new GroupPosition("a", 2, 1000, 300, -1, ""), new GroupPosition("b", 0, 0, 0, 64, "why")));
        return new Format(
                "a group's status",
                "01 80d095ffbc31 046e6f7465 02" + " 0161 02 d00f ac02 01 00" + " 0162 00 00 00 8001 03776879",
                status,
                status.encode(),
                GroupStatus::decode);
    }

    private static Format groupsObserved() {
        GroupsObserved observed = new GroupsObserved(1_700_000_000_000L, "i");
        return new Format(
                "an observation", "01 80d095ffbc31 0169", observed, observed.encode(), GroupsObserved::decode);
    }

    private static Format controlKey(String name, String hex, ControlKey key) {
        return new Format(name, hex, key, key.encode(), ControlKey::decode);
    }

    private static Stream<Format> controlKeys() {
        return Stream.of(
                controlKey("the key of an application", "01 00 0473686f70", new ControlKey.Application("shop")),
                controlKey("the key of a member", "01 01 0473686f70 0169", new ControlKey.Member("shop", "i")),
                controlKey("the key of a hand-over", "01 02 0473686f70 0167", new ControlKey.Group("shop", "g")));
    }

    private static Format steadyState() {
        ControlState state = new ControlState(
                300,
                TARGET_ID,
                ControlState.Phase.STEADY,
                "a",
                Optional.empty(),
                Optional.empty(),
                1_700_000_000_000L,
                "me",
                "");
        return new Format(
                "a steady state",
                "01 ac02 00000000000000010000000000000002 00 0161 00 00 80d095ffbc31 026d65 00",
                state,
                state.encode(),
                ControlState::decode);
    }

    private static Format settlingState() {
        ControlState state = new ControlState(
                1,
                SOURCE_ID,
                ControlState.Phase.SETTLING,
                "a",
                Optional.of("b"),
                Optional.of(new ControlState.Origin("b", 64, TARGET_ID)),
                0,
                "me",
                "why");
        return new Format(
                "a settling state",
                "01 01 00112233445566778899aabbccddeeff 02 0161 0162 0162 40 00000000000000010000000000000002 00 026d65 03776879",
                state,
                state.encode(),
                ControlState::decode);
    }

    private static Format memberStatus() {
        MemberStatus status = new MemberStatus(
                "i",
                MemberStatus.Kind.CONSUMER,
                "g",
                300,
                TARGET_ID,
                MemberStatus.Activity.HANDED_OVER,
                "a",
                64,
                -1,
                List.of(
                        new MemberStatus.MemberOffset("a", 2, 300, -1, ""),
                        new MemberStatus.MemberOffset("b", 0, 0, 64, "m")));
        return new Format(
                "a member's status",
                "01 0169 00 0167 ac02 00000000000000010000000000000002 02 0161 8001 01 02" + " 0161 02 ac02 01 00"
                        + " 0162 00 00 8001 016d",
                status,
                status.encode(),
                MemberStatus::decode);
    }

    private static Format handOver() {
        HandOver handOver = new HandOver(
                300,
                TARGET_ID,
                "i",
                List.of("j"),
                List.of(new HandOver.HandedPartition("a", "p.a", 2, 64, -1, "exact")));
        return new Format(
                "a hand-over",
                "01 ac02 00000000000000010000000000000002 0169 01 016a 01 0161 03702e61 02 8001 01 056578616374",
                handOver,
                handOver.encode(),
                HandOver::decode);
    }
}
