package io.mirrorkit.failover.switching;

import java.time.Duration;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** What builders check. */
final class Checks {

    private static final Pattern NAME = Pattern.compile("[a-zA-Z0-9._-]{1,100}");

    private Checks() {}

    static String name(String part, String name) {
        if (!NAME.matcher(name).matches()) {
            throw new IllegalArgumentException(
                    part + " \"" + name + "\" has other than 1 to 100 letters, digits, '.', '_' and '-'");
        }
        return name;
    }

    static void once(String part, @Nullable Object current) {
        if (current != null) {
            throw new IllegalStateException(part + " was set before, to " + current);
        }
    }

    static Duration positive(String part, Duration duration) {
        if (duration.isNegative() || duration.isZero()) {
            throw new IllegalArgumentException(part + " " + duration + " is not more than zero");
        }
        return duration;
    }
}
