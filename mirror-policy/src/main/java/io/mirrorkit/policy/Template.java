package io.mirrorkit.policy;

import io.mirrorkit.api.ReplicationPolicy.Hop;
import java.util.Optional;

/**
 * A text with one place for the topic and at most one for the source's alias.
 *
 * @param text the template as given
 * @param head what stands before the topic
 * @param tail what stands behind it
 */
record Template(String text, String head, String tail) {

    private static final String TOPIC = "{topic}";
    private static final String SOURCE = "{source}";

    static Template parse(String text) {
        int topic = text.indexOf(TOPIC);
        if (topic < 0) {
            throw refused(text, "does not hold {topic}, so all topics would have one name");
        }
        Template template = new Template(text, text.substring(0, topic), text.substring(topic + TOPIC.length()));
        template.check();
        return template;
    }

    private void check() {
        if (tail.contains(TOPIC)) {
            throw refused(text, "holds {topic} more than once");
        }
        if (count(head) + count(tail) > 1) {
            throw refused(text, "holds {source} more than once");
        }
        if (head.endsWith(SOURCE) || tail.startsWith(SOURCE)) {
            throw refused(text, "needs a separator between {source} and {topic}");
        }
        String literal = head.replace(SOURCE, "") + tail.replace(SOURCE, "");
        if (literal.contains("{") || literal.contains("}")) {
            throw refused(text, "holds a brace; only {topic} and {source} are known");
        }
        LegalNames.requireText(literal, "the template's text");
    }

    private static int count(String part) {
        return (part.length() - part.replace(SOURCE, "").length()) / SOURCE.length();
    }

    private static IllegalArgumentException refused(String text, String why) {
        return new IllegalArgumentException("the template \"" + text + "\" " + why);
    }

    boolean namesSource() {
        return head.contains(SOURCE) || tail.contains(SOURCE);
    }

    String add(String alias, String topic) {
        return fill(head, alias) + topic + fill(tail, alias);
    }

    Optional<String> remove(String alias, String name) {
        return between(fill(head, alias), name, fill(tail, alias)).filter(LegalNames::isTopic);
    }

    private static String fill(String part, String alias) {
        return part.replace(SOURCE, alias);
    }

    private static Optional<String> between(String start, String name, String end) {
        return name.length() > start.length() + end.length() && name.startsWith(start) && name.endsWith(end)
                ? Optional.of(name.substring(start.length(), name.length() - end.length()))
                : Optional.empty();
    }

    /** The alias and the topic that a name shows, if the template names the source. */
    Optional<Hop> hop(String name) {
        if (head.contains(SOURCE)) {
            return between(beforeSource(head), name, tail).flatMap(this::sourceFirst);
        }
        if (tail.contains(SOURCE)) {
            return between(head, name, behindSource(tail)).flatMap(this::topicFirst);
        }
        return Optional.empty();
    }

    private Optional<Hop> sourceFirst(String name) {
        String separator = behindSource(head);
        int at = name.indexOf(separator);
        return at < 0 ? Optional.empty() : hop(name.substring(0, at), name.substring(at + separator.length()));
    }

    private Optional<Hop> topicFirst(String name) {
        String separator = beforeSource(tail);
        int at = name.lastIndexOf(separator);
        return at < 0 ? Optional.empty() : hop(name.substring(at + separator.length()), name.substring(0, at));
    }

    private static Optional<Hop> hop(String alias, String topic) {
        return alias.isEmpty() || topic.isEmpty() ? Optional.empty() : Optional.of(new Hop(alias, topic));
    }

    /** Requires that an alias can be read back from a remote topic's name. */
    void requireAlias(String alias) {
        LegalNames.requirePart(alias, "the alias");
        if (head.contains(SOURCE) && (alias + behindSource(head)).indexOf(behindSource(head)) != alias.length()) {
            throw LegalNames.unreadableAlias(alias, behindSource(head));
        }
        if (tail.contains(SOURCE) && (beforeSource(tail) + alias).lastIndexOf(beforeSource(tail)) != 0) {
            throw LegalNames.unreadableAlias(alias, beforeSource(tail));
        }
    }

    private static String beforeSource(String part) {
        return part.substring(0, part.indexOf(SOURCE));
    }

    private static String behindSource(String part) {
        return part.substring(part.indexOf(SOURCE) + SOURCE.length());
    }
}
