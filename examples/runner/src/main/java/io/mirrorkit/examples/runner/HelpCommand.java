package io.mirrorkit.examples.runner;

/** Says how to use the program. */
record HelpCommand() implements Command {

    static final String TEXT = """
            Replicates Kafka topics and consumer groups between clusters, as an mm2.properties file says.

              java -jar mirror-runner.jar FILE [--clusters B,C]
                  Runs the flows of FILE (A->B.enabled = true) until it is asked to end (SIGTERM, Ctrl-C).
                  --clusters B,C      only the flows that write to these clusters

            On the day a cluster is lost, with the other one alone:

              java -jar mirror-runner.jar status FILE [--flow 'A->B'] [--group G ...|--all]
                  What the flow saw last of its source: positions, lag, what stands still and why, and how long ago.
              java -jar mirror-runner.jar plan   FILE [--flow 'A->B'] [--group G ...|--all]
                  Where groups would go on on B. Changes nothing.
              java -jar mirror-runner.jar apply  FILE [--flow 'A->B'] --group G ...|--all [--yes]
                  The same, then commits the offsets on B, and reads them back.

                  --flow 'A->B'       the pair, in quotes, or the flow's name A-B; not needed if FILE enables one flow only
                  --group G           may be given several times; without it, all groups that the flow knows
                  --json              for programs: one JSON object a line
                  --deadline SECONDS  how long the cluster may take, 30 by default; a plan that is cut short says so
                  --yes               apply without asking
                  --allow-held        apply what has an offset, although partitions are held or evidence is missing
                  --allow-rewind      apply even where a group has committed more on B than the plan says

            For applications with switching clients (FILE has the flows both ways, under the applications' aliases):

              java -jar mirror-runner.jar switch FILE --application A
                  On which cluster A's clients work, who they are, and where their groups went on.
              java -jar mirror-runner.jar switch FILE --application A --to B [--yes] [--force]
                  Sends them to B while both clusters run: nothing lost, nothing read twice. Goes on with a switch that was begun.
                  --force             go on without clients that don't answer
              java -jar mirror-runner.jar switch FILE --application A --to B --take-back
                  Takes back a switch to B that was begun and not finished.
              java -jar mirror-runner.jar switch FILE --application A --to B --lost [--yes]
                  The other cluster is lost: says what it costs, then sends them to B at once.

            Exit codes
              0   done: the plan is complete and holds nothing; applied; ended when asked to
              1   not all of it: partitions are held or evidence is missing (also after apply --allow-held); for status,
                  a partition stands still; for a run, it was not closed within 10 seconds
              2   the command line or FILE can't be understood; one line on standard error says why
              3   refused: the flow, the plan, the group (active on B), or by the cluster (rights)
              4   a cluster does not answer
            Results go to standard output, all else to standard error.
            """;

    @Override
    public int run(Terminal terminal) {
        terminal.result(TEXT);
        return ExitCode.OK;
    }
}
