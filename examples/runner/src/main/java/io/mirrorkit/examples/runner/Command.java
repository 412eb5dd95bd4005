package io.mirrorkit.examples.runner;

/** What a command line asks for. */
interface Command {

    /**
     * Does it, in the caller's thread.
     *
     * @return the exit code
     * @throws BadFileException if the file can't be understood
     * @throws UsageException if the command line does not fit the file
     * @throws io.mirrorkit.api.errors.MirrorException if a cluster does not answer or refuses
     */
    int run(Terminal terminal);
}
