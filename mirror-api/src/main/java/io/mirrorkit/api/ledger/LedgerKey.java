package io.mirrorkit.api.ledger;

import java.util.function.Function;
import java.util.function.Supplier;

/**
 * A key of the ledger topic. Format, version 1: a version byte, a kind byte (0 definition, 1 owner, 2 start, 3 chunk), then the
 * fields in order: texts as counted UTF-8, numbers in base 128, topic ids as 16 bytes.
 */
public sealed interface LedgerKey {

    /** The key of the {@link FlowDefinition}, in partition 0. */
    record Definition() implements LedgerKey {}

    /** The key of the {@link SlotOwner}, one in each partition. */
    record Owner() implements LedgerKey {}

    /**
     * The key of {@link StartOffsets}, in partition 0: where a flow that starts at {@code latest} began.
     *
     * @param topic the source topic
     */
    record Start(String topic) implements LedgerKey {}

    /**
     * The key of a {@link Chunk}.
     *
     * @param topic the source topic
     * @param partition the source partition
     * @param generation which incarnation of the topics
     * @param number ascending, from 0; numbers may be missing
     */
    record ChunkKey(String topic, int partition, Generation generation, int number) implements LedgerKey {}

    /**
     * Encodes the key.
     *
     * @return the bytes
     */
    default byte[] encode() {
        Wire.Writer out = new Wire.Writer(128).put(1);
        if (this instanceof Definition) {
            out.put(0);
        } else if (this instanceof Owner) {
            out.put(1);
        } else if (this instanceof Start start) {
            out.put(2).text(start.topic());
        } else if (this instanceof ChunkKey key) {
            Generation generation = key.generation();
            out.put(3)
                    .text(key.topic())
                    .number(key.partition())
                    .text(generation.sourceClusterId())
                    .uuid(generation.sourceTopicId())
                    .text(generation.targetClusterId())
                    .uuid(generation.targetTopicId())
                    .number(generation.branch())
                    .number(key.number());
        }
        return out.toBytes();
    }

    /**
     * Decodes a key.
     *
     * @param bytes a key of the ledger topic
     * @return the key
     * @throws io.mirrorkit.api.errors.UnknownVersionException if another release wrote it
     * @throws io.mirrorkit.api.errors.MalformedRecordException if it can't be decoded
     */
    static LedgerKey decode(byte[] bytes) {
        Wire.Reader in = new Wire.Reader("a ledger key", bytes);
        in.version(1);
        int kind = in.get();
        LedgerKey key =
                switch (kind) {
                    case 0 -> new Definition();
                    case 1 -> new Owner();
                    case 2 -> new Start(in.text());
                    case 3 ->
                        new ChunkKey(
                                in.text(),
                                in.count(),
                                new Generation(in.text(), in.uuid(), in.text(), in.uuid(), in.count()),
                                in.count());
                    default -> throw in.malformed("it has the unknown kind " + kind);
                };
        in.end();
        return key;
    }

    /**
     * One answer per case; a case added later breaks the caller at compile time.
     *
     * @param definition the answer for {@link Definition}
     * @param owner the answer for {@link Owner}
     * @param start the answer for {@link Start}
     * @param chunk the answer for {@link ChunkKey}
     * @param <T> the type of the answer
     * @return the answer
     */
    default <T> T fold(
            Supplier<T> definition, Supplier<T> owner, Function<Start, T> start, Function<ChunkKey, T> chunk) {
        if (this instanceof Definition) {
            return definition.get();
        }
        if (this instanceof Owner) {
            return owner.get();
        }
        if (this instanceof Start key) {
            return start.apply(key);
        }
        return chunk.apply((ChunkKey) this);
    }
}
