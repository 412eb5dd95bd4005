package io.mirrorkit.examples.runner;

import io.mirrorkit.api.Flow;
import java.util.List;

/**
 * What a file amounts to.
 *
 * @param clusters the clusters that the flows need
 * @param flows the flows that are enabled, in the order of the file's clusters
 * @param leftOut the pairs that are not replicated, each with the reason
 * @param remarks what else there is to say
 */
record Deployment(List<ClientProperties> clusters, List<Flow> flows, List<String> leftOut, Remarks remarks) {

    /** Copies the lists. */
    Deployment {
        clusters = List.copyOf(clusters);
        flows = List.copyOf(flows);
        leftOut = List.copyOf(leftOut);
    }
}
