package io.mirrorkit.failover;

/** Writes JSON; puts the commas. Its caller balances the brackets. */
final class Json {
    private final StringBuilder out = new StringBuilder();
    private boolean first = true;

    Json open(char bracket) {
        separate();
        out.append(bracket);
        first = true;
        return this;
    }

    Json close(char bracket) {
        out.append(bracket);
        first = false;
        return this;
    }

    Json name(String name) {
        text(name);
        out.append(':');
        first = true;
        return this;
    }

    /** A number, true, false or null. */
    Json raw(Object value) {
        separate();
        out.append(value);
        return this;
    }

    Json text(String text) {
        separate();
        out.append('"');
        text.chars().forEach(this::escaped);
        out.append('"');
        return this;
    }

    private void separate() {
        if (!first) {
            out.append(',');
        }
        first = false;
    }

    private void escaped(int character) {
        if (character == '"' || character == '\\') {
            out.append('\\').append((char) character);
        } else if (character < 0x20 || character == 0x7f || Character.isSurrogate((char) character)) {
            out.append(String.format("\\u%04x", character));
        } else {
            out.append((char) character);
        }
    }

    @Override
    public String toString() {
        return out.toString();
    }
}
