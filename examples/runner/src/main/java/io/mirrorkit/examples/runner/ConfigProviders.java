package io.mirrorkit.examples.runner;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Values that stand somewhere else, as in {@code ${env:PASSWORD}}. */
final class ConfigProviders {

    private static final Pattern REFERENCE = Pattern.compile("\\$\\{([^}:]+):[^}]*}");

    private ConfigProviders() {}

    /**
     * Refuses a value that refers to a config provider, which nothing here resolves.
     *
     * @return the setting
     */
    static Setting refused(String file, Setting setting) {
        Matcher matcher = REFERENCE.matcher(setting.value());
        if (matcher.find()) {
            throw BadFileException.ofKey(
                    file,
                    setting.key(),
                    "refers to the config provider \"" + matcher.group(1) + "\", which is not supported yet",
                    "write the value itself, and let nobody else read the file");
        }
        return setting;
    }
}
