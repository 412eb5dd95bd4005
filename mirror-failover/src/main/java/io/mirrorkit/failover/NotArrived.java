package io.mirrorkit.failover;

/**
 * What the source held when it was seen last and the target does not. In offsets: an upper bound of records, since transaction markers
 * and compacted records take offsets too.
 *
 * @param readable up to the source's last stable offset: what consumers of committed records could have read
 * @param all up to the source's end, records of open transactions included
 */
public record NotArrived(long readable, long all) {}
