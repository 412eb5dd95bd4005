package io.mirrorkit.examples.runner;

import java.lang.reflect.InvocationTargetException;

/** Classes that a file names. */
final class Plugins {

    private Plugins() {}

    /**
     * An instance of a class on the class path.
     *
     * @param type what it has to implement
     * @throws BadFileException if there is no such class, or it can't be used
     */
    static <T> T create(String file, Setting setting, Class<T> type) {
        String name = setting.value();
        try {
            Class<?> found = Class.forName(name, true, Plugins.class.getClassLoader());
            if (!type.isAssignableFrom(found)) {
                throw BadFileException.ofValue(
                        file,
                        setting,
                        "does not implement " + type.getName(),
                        "write it against MirrorKit's interface; MirrorMaker 2's classes of one's own can't be used");
            }
            return type.cast(found.getDeclaredConstructor().newInstance());
        } catch (ClassNotFoundException e) {
            throw BadFileException.ofValue(
                    file,
                    setting,
                    "is not on the class path",
                    "start with java -cp mirror-runner.jar:your.jar " + Plugins.class.getPackageName() + ".Main");
        } catch (InvocationTargetException e) {
            throw BadFileException.ofValue(
                    file, setting, "can't be made: its constructor threw " + e.getCause(), "mend the class");
        } catch (ReflectiveOperationException | LinkageError e) {
            throw BadFileException.ofValue(
                    file,
                    setting,
                    "can't be made: " + e,
                    "make it a public class with a public constructor without arguments");
        }
    }
}
