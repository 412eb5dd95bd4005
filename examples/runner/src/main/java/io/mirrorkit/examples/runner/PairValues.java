package io.mirrorkit.examples.runner;

import io.mirrorkit.policy.PatternLists;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalLong;

/** What holds for one pair of clusters, by type: what the file says of the pair, or else at its top. Pure. */
final class PairValues {

    /** So many seconds that they never pass, and not so many that they can't be counted in nanoseconds: a year. */
    static final long NEVER_SECONDS = 365L * 24 * 3600;

    private final Mm2File file;
    private final Pair pair;

    PairValues(Mm2File file, Pair pair) {
        this.file = file;
        this.pair = pair;
    }

    Pair pair() {
        return pair;
    }

    Optional<Setting> setting(String key) {
        return file.setting(pair, key).map(setting -> ConfigProviders.refused(file.name(), setting));
    }

    /** What the file says of the pair alone. */
    Optional<Setting> own(String key) {
        return file.ofPair(pair, key).map(setting -> ConfigProviders.refused(file.name(), setting));
    }

    /** Yes or no. */
    Optional<Boolean> flag(String key) {
        return setting(key).map(this::flag);
    }

    /** Yes or no, where the file's top has no say. */
    Optional<Boolean> ownFlag(String key) {
        return own(key).map(this::flag);
    }

    private boolean flag(Setting setting) {
        return switch (setting.value().toLowerCase(Locale.ROOT)) {
            case "true" -> true;
            case "false" -> false;
            default -> throw bad(setting, "is neither true nor false", "write true or false");
        };
    }

    /** A key in seconds, in milliseconds. */
    OptionalLong millis(String key) {
        Optional<Setting> setting = setting(key);
        return setting.isEmpty() ? OptionalLong.empty() : OptionalLong.of(1000 * seconds(setting.get()));
    }

    private long seconds(Setting setting) {
        try {
            long seconds = Long.parseLong(setting.value());
            if (seconds >= 1 && seconds <= NEVER_SECONDS) {
                return seconds;
            }
        } catch (NumberFormatException e) {
            // Said below.
        }
        throw bad(setting, "is no number of seconds from 1 to " + NEVER_SECONDS, "write one");
    }

    /** A list with commas. */
    List<String> list(String key, List<String> byDefault) {
        Optional<Setting> setting = setting(key);
        if (setting.isEmpty()) {
            return byDefault;
        }
        try {
            return PatternLists.parseList(setting.get().value());
        } catch (IllegalArgumentException e) {
            throw bad(setting.get(), "has an empty element", "remove the comma that is too many");
        }
    }

    /** An instance of the class that a setting names. */
    <T> T plugin(Setting setting, Class<T> type) {
        return Plugins.create(file.name(), setting, type);
    }

    /** The error that a setting amounts to. */
    BadFileException bad(Setting setting, String problem, String wayOut) {
        return BadFileException.ofValue(file.name(), setting, problem, wayOut);
    }

    /** An error that concerns more than a setting. */
    BadFileException bad(String problem, String wayOut) {
        return new BadFileException(file.name(), problem, wayOut);
    }
}
