package io.mirrorkit.examples.runner;

import java.util.List;
import java.util.Optional;

/**
 * A client property that is said of a pair, as in {@code A->B.source.consumer.fetch.max.bytes}.
 *
 * @param side which of the pair's clusters it holds for
 * @param kind the kind of client; empty for all kinds
 * @param wins whether it wins over what is said of the cluster itself; MirrorMaker 2 has it so for keys that name a side
 * @param property the client's property
 */
record FlowClientKey(Side side, Optional<String> kind, boolean wins, String property) {

    /** Where a property holds. */
    enum Side {
        SOURCE,
        TARGET,
        BOTH,
        /** MirrorMaker 2's own bookkeeping, which MirrorKit does otherwise. */
        NEITHER
    }

    /** How such keys begin, and what that means. */
    private record Form(String beginning, Side side, Optional<String> kind, boolean wins) {
        Form(String beginning, Side side, String kind, boolean wins) {
            this(beginning, side, Optional.of(kind), wins);
        }
    }

    private static final List<Form> FORMS = List.of(
            new Form("source.cluster.", Side.SOURCE, Optional.empty(), true),
            new Form("target.cluster.", Side.TARGET, Optional.empty(), true),
            new Form("source.consumer.", Side.SOURCE, "consumer", true),
            new Form("target.producer.", Side.TARGET, "producer", true),
            new Form("producer.override.", Side.TARGET, "producer", true),
            new Form("source.admin.", Side.SOURCE, "admin", true),
            new Form("target.admin.", Side.TARGET, "admin", true),
            new Form("source.producer.", Side.NEITHER, "producer", true),
            new Form("target.consumer.", Side.NEITHER, "consumer", true),
            new Form("consumer.override.", Side.NEITHER, "consumer", true),
            new Form("admin.override.", Side.NEITHER, "admin", true),
            new Form("consumer.", Side.SOURCE, "consumer", false),
            new Form("producer.", Side.TARGET, "producer", false),
            new Form("admin.", Side.BOTH, "admin", false));

    /** What a key of a pair says of its clients; empty if it says nothing of them. */
    static Optional<FlowClientKey> parse(String key) {
        return FORMS.stream()
                .filter(form -> key.startsWith(form.beginning()))
                .findFirst()
                .map(form -> new FlowClientKey(
                        form.side(),
                        form.kind(),
                        form.wins(),
                        key.substring(form.beginning().length())));
    }

    boolean hasEffect() {
        return side != Side.NEITHER;
    }

    /** Whether it holds for the source or for the target of its pair, whichever is asked for. */
    boolean holdsFor(Side one) {
        return side == Side.BOTH || side == one;
    }

    /** The key under which an engine takes it. */
    String engineKey() {
        return kind.map(of -> of + "." + property).orElse(property);
    }
}
