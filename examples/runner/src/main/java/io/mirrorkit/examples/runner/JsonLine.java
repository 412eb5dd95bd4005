package io.mirrorkit.examples.runner;

/** Writes JSON on one line; puts the commas. Its caller balances the brackets. */
final class JsonLine {

    private final StringBuilder out = new StringBuilder();
    private boolean first = true;

    JsonLine open(char bracket) {
        separate();
        out.append(bracket);
        first = true;
        return this;
    }

    JsonLine close(char bracket) {
        out.append(bracket);
        first = false;
        return this;
    }

    JsonLine member(String name) {
        separate();
        quote(name);
        out.append(':');
        first = true;
        return this;
    }

    JsonLine member(String name, String text) {
        member(name);
        return text(text);
    }

    JsonLine member(String name, long number) {
        member(name);
        return raw(number);
    }

    /** A number, true or false. */
    JsonLine raw(Object value) {
        separate();
        out.append(value);
        return this;
    }

    JsonLine text(String text) {
        separate();
        quote(text);
        return this;
    }

    private void separate() {
        if (!first) {
            out.append(',');
        }
        first = false;
    }

    private void quote(String text) {
        out.append('"');
        text.chars().forEach(this::escaped);
        out.append('"');
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
