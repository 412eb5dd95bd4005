package io.mirrorkit.api.ledger;

import java.util.function.Function;

/**
 * A key of the control topic. Format, version 1: a version byte, a kind byte (0 application, 1 member, 2 hand-over), the application's
 * name, then the field.
 */
public sealed interface ControlKey {

    /**
     * The application whose clients switch together.
     *
     * @return its name
     */
    String application();

    /**
     * The key of a {@link ControlState}.
     *
     * @param application the application's name
     */
    record Application(String application) implements ControlKey {}

    /**
     * The key of a {@link MemberStatus}.
     *
     * @param application the application's name
     * @param member the client's id, unique among the application's clients
     */
    record Member(String application, String member) implements ControlKey {}

    /**
     * The key of a {@link HandOver}.
     *
     * @param application the application's name
     * @param group the consumer group's id
     */
    record Group(String application, String group) implements ControlKey {}

    /**
     * Encodes the key.
     *
     * @return the bytes
     */
    default byte[] encode() {
        Wire.Writer out = new Wire.Writer(64).put(1);
        if (this instanceof Member key) {
            out.put(1).text(key.application()).text(key.member());
        } else if (this instanceof Group key) {
            out.put(2).text(key.application()).text(key.group());
        } else {
            out.put(0).text(application());
        }
        return out.toBytes();
    }

    /**
     * Decodes a key.
     *
     * @param bytes a key of the control topic
     * @return the key
     * @throws io.mirrorkit.api.errors.UnknownVersionException if another release wrote it
     * @throws io.mirrorkit.api.errors.MalformedRecordException if it can't be decoded
     */
    static ControlKey decode(byte[] bytes) {
        Wire.Reader in = new Wire.Reader("a control key", bytes);
        in.version(1);
        int kind = in.get();
        String application = in.text();
        ControlKey key =
                switch (kind) {
                    case 0 -> new Application(application);
                    case 1 -> new Member(application, in.text());
                    case 2 -> new Group(application, in.text());
                    default -> throw in.malformed("it has the unknown kind " + kind);
                };
        in.end();
        return key;
    }

    /**
     * One answer per case; a case added later breaks the caller at compile time.
     *
     * @param application the answer for {@link Application}
     * @param member the answer for {@link Member}
     * @param group the answer for {@link Group}
     * @param <T> the type of the answer
     * @return the answer
     */
    default <T> T fold(Function<Application, T> application, Function<Member, T> member, Function<Group, T> group) {
        if (this instanceof Application key) {
            return application.apply(key);
        }
        return this instanceof Member key ? member.apply(key) : group.apply((Group) this);
    }
}
