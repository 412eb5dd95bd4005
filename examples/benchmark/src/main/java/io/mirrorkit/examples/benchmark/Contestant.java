package io.mirrorkit.examples.benchmark;

/** Who copies. Tables have this order. */
enum Contestant {
    MM2("mm2", "MirrorMaker 2, defaults", MirrorMaker.withDefaults()),
    MM2_TUNED("mm2-tuned", "MirrorMaker 2, tuned", MirrorMaker.tuned()),
    CLIENT("client", "MirrorKit, client lane", new MirrorKit("client")),
    WIRE("wire", "MirrorKit, wire lane", new MirrorKit("wire")),
    LIMIT("limit", "one producer, from memory", new FromMemory());

    private final String label;
    private final String title;

    @SuppressWarnings("ImmutableEnumChecker") // None of them has state.
    private final Copier copier;

    Contestant(String label, String title, Copier copier) {
        this.label = label;
        this.title = title;
        this.copier = copier;
    }

    /** Its name on the command line and in JSON. */
    String label() {
        return label;
    }

    /** Its name in a table. */
    String title() {
        return title;
    }

    Copier copier() {
        return copier;
    }
}
