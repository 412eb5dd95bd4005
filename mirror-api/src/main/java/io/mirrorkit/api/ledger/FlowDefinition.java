package io.mirrorkit.api.ledger;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * What a flow is, as its ledger remembers it. An instance that defines the flow otherwise is refused at start.
 *
 * @param createdMs when the flow was created, in milliseconds since the epoch; not compared
 * @param slots how many slots (ledger partitions) the flow has
 * @param sourceClusterId the source's cluster id
 * @param targetClusterId the target's cluster id
 * @param parts the descriptions of the flow's parts by name: {@code source}, {@code target}, {@code policy}, {@code topics}, ...
 */
public record FlowDefinition(
        long createdMs, int slots, String sourceClusterId, String targetClusterId, Map<String, String> parts) {

    /**
     * Copies and sorts the parts.
     *
     * @param createdMs when the flow was created
     * @param slots how many slots (ledger partitions) the flow has
     * @param sourceClusterId the source's cluster id
     * @param targetClusterId the target's cluster id
     * @param parts the descriptions of the flow's parts by name
     */
    public FlowDefinition {
        parts = Collections.unmodifiableMap(new TreeMap<>(parts));
    }

    /**
     * How another definition differs from this one.
     *
     * @param other the other definition
     * @return one line per difference, such as {@code policy: "identity" here, "prefix(separator=.)" there}; empty if there is none
     */
    public List<String> differences(FlowDefinition other) {
        List<String> lines = new ArrayList<>();
        differ(lines, "slots", Integer.toString(slots), Integer.toString(other.slots));
        differ(lines, "source cluster id", sourceClusterId, other.sourceClusterId);
        differ(lines, "target cluster id", targetClusterId, other.targetClusterId);
        Map<String, String> all = new TreeMap<>(parts);
        all.putAll(other.parts);
        for (String name : all.keySet()) {
            differ(lines, name, parts.getOrDefault(name, ""), other.parts.getOrDefault(name, ""));
        }
        return List.copyOf(lines);
    }

    private static void differ(List<String> lines, String name, String here, String there) {
        if (!here.equals(there)) {
            lines.add(name + ": \"" + here + "\" here, \"" + there + "\" there");
        }
    }

    /**
     * Encodes the value.
     *
     * @return the bytes
     */
    public byte[] encode() {
        Wire.Writer out = new Wire.Writer(256)
                .put(1)
                .number(createdMs)
                .number(slots)
                .text(sourceClusterId)
                .text(targetClusterId)
                .number(parts.size());
        parts.forEach((name, text) -> out.text(name).text(text));
        return out.toBytes();
    }

    /**
     * Decodes a value.
     *
     * @param value a value of the ledger topic
     * @return the definition
     * @throws io.mirrorkit.api.errors.UnknownVersionException if another release wrote it
     * @throws io.mirrorkit.api.errors.MalformedRecordException if it can't be decoded
     */
    public static FlowDefinition decode(byte[] value) {
        Wire.Reader in = new Wire.Reader("a flow's definition", value);
        in.version(1);
        long createdMs = in.number();
        int slots = in.count();
        String source = in.text();
        String target = in.text();
        int count = in.elements(2);
        Map<String, String> parts = new TreeMap<>();
        for (int i = 0; i < count; i++) {
            parts.put(in.text(), in.text());
        }
        in.end();
        return new FlowDefinition(createdMs, slots, source, target, parts);
    }
}
