package io.mirrorkit.policy;

import java.util.regex.Pattern;

/** Which topic names a broker takes, and what aliases and separators may therefore be made of. */
final class LegalNames {

    private static final int MAX_LENGTH = 249;
    private static final Pattern CHARACTERS = Pattern.compile("[a-zA-Z0-9._-]*");
    private static final String ALLOWED = "a-z, A-Z, 0-9, '.', '_' and '-'";

    private LegalNames() {}

    static boolean isTopic(String name) {
        return !name.isEmpty()
                && name.length() <= MAX_LENGTH
                && isText(name)
                && !name.equals(".")
                && !name.equals("..");
    }

    static String requireTopic(String name, String role) {
        if (!isTopic(name)) {
            throw new IllegalArgumentException(role + " \"" + name + "\" is not a legal topic name: 1 to " + MAX_LENGTH
                    + " characters out of " + ALLOWED + ", but not \".\" or \"..\"");
        }
        return name;
    }

    /** Requires one character or more, each of which may stand in a topic name. */
    static String requirePart(String part, String role) {
        if (part.isEmpty()) {
            throw new IllegalArgumentException(role + " is empty");
        }
        return requireText(part, role);
    }

    static String requireText(String text, String role) {
        if (!isText(text)) {
            throw new IllegalArgumentException(
                    role + " \"" + text + "\" can't be part of a topic name, which is made of " + ALLOWED);
        }
        return text;
    }

    static IllegalArgumentException unreadableAlias(String alias, String separator) {
        return new IllegalArgumentException(
                "the alias \"" + alias + "\" holds or runs into the separator \"" + separator
                        + "\", so that it can't be read back from a remote topic's name; choose another alias or separator");
    }

    private static boolean isText(String text) {
        return CHARACTERS.matcher(text).matches();
    }
}
