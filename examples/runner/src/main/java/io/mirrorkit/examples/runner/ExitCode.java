package io.mirrorkit.examples.runner;

/** What a script can tell by. */
final class ExitCode {

    /** Done; or, for a replication, asked to end and ended. */
    static final int OK = 0;

    /** Not all of it: a plan holds partitions or lacks evidence, a partition does not move, or replication could not be closed in time. */
    static final int PARTLY = 1;

    /** The command line or the file can't be understood. */
    static final int USAGE = 2;

    /** Refused, by MirrorKit or by a cluster; trying again changes nothing. */
    static final int REFUSED = 3;

    /** A cluster does not answer; it may be tried again. */
    static final int UNREACHABLE = 4;

    private ExitCode() {}
}
