package io.mirrorkit.examples.runner;

/** A file that can't be run as it is. The message is one line that names the file, what is wrong with it, and the way out. */
final class BadFileException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /**
     * Something that concerns more than one key.
     *
     * @param file the file's name
     * @param problem what is wrong
     * @param wayOut what to do, as an imperative sentence without its full stop
     */
    BadFileException(String file, String problem, String wayOut) {
        super(oneLine(file + ": " + problem + ". Way out: " + wayOut + "."));
    }

    /**
     * A key whose value may be shown.
     *
     * @param problem what is wrong, as the rest of a sentence that begins with the key and its value
     */
    static BadFileException ofValue(String file, Setting setting, String problem, String wayOut) {
        return new BadFileException(file, setting.key() + "=" + setting.value() + " " + problem, wayOut);
    }

    /** A key whose value may be a secret. */
    static BadFileException ofKey(String file, String key, String problem, String wayOut) {
        return new BadFileException(file, key + " " + problem, wayOut);
    }

    private static String oneLine(String text) {
        return text.replaceAll("\\p{Cntrl}+", " ");
    }
}
