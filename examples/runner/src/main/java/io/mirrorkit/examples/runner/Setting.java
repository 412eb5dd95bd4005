package io.mirrorkit.examples.runner;

/**
 * A line of a file.
 *
 * @param key the key as the file has it, with the clusters that it begins with
 * @param value the value, which may be a secret
 */
record Setting(String key, String value) {

    /** Without the value (invariant J). */
    @Override
    public String toString() {
        return key;
    }
}
