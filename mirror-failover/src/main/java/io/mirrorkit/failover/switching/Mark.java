package io.mirrorkit.failover.switching;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;

/**
 * A position that goes with a commit of a hand-over: the application had been given more than it had committed. The first member that is
 * assigned the partition goes on at the position and takes the mark away, so that from then on the commit counts, as it does in any group.
 * Written into the commit's metadata, in front of the application's own.
 *
 * @param position the next offset to deliver
 * @param metadata the application's own metadata
 */
record Mark(long position, String metadata) {

    private static final Pattern FORM = Pattern.compile("mirrorkit-position/(\\d{1,19})/(.*)", Pattern.DOTALL);

    /** Brokers allow 4096 by default; a longer text is left as it is, and the commit counts at once. */
    private static final int LONGEST = 4_000;

    /** A commit with the mark, unless there is nothing to mark. */
    static OffsetAndMetadata commit(long committed, long position, String metadata) {
        String marked = "mirrorkit-position/" + position + "/" + metadata;
        return new OffsetAndMetadata(committed, position <= committed || marked.length() > LONGEST ? metadata : marked);
    }

    static Optional<Mark> of(OffsetAndMetadata commit) {
        Matcher matcher = FORM.matcher(commit.metadata() == null ? "" : commit.metadata());
        return matcher.matches()
                ? Optional.of(new Mark(Long.parseLong(matcher.group(1)), matcher.group(2)))
                : Optional.empty();
    }
}
