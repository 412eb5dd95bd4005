package io.mirrorkit.examples.benchmark;

import java.util.Locale;

/** How records are compressed. */
enum Codec {
    NONE,
    LZ4,
    ZSTD,
    SNAPPY,
    GZIP;

    /** The value of {@code compression.type}. */
    String type() {
        return name().toLowerCase(Locale.ROOT);
    }

    static Codec ofType(String type) {
        return valueOf(type.toUpperCase(Locale.ROOT));
    }
}
