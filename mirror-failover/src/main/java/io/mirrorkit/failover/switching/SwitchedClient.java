package io.mirrorkit.failover.switching;

import io.mirrorkit.api.ledger.MemberStatus;
import java.util.Optional;

/** A client of the application, as its {@link ClusterSwitch} sees it. Called by the switch's own thread; must not block. */
interface SwitchedClient {

    /** Unique among the application's clients. */
    String id();

    /** What there is to do has changed. */
    void directed(Directive directive);

    /** What it says of itself now; empty as long as it has nothing to say. */
    Optional<MemberStatus> status();
}
