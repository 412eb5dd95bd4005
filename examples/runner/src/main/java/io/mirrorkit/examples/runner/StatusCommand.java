package io.mirrorkit.examples.runner;

/**
 * Shows what a flow saw last of its source, as its target remembers it.
 *
 * @param scope what it is about
 */
record StatusCommand(Scope scope) implements Command {

    @Override
    public int run(Terminal terminal) {
        FlowLoader.OnTarget onTarget = scope.onTarget();
        FlowSnapshot all = StatusReader.read(onTarget.flow().name(), onTarget.properties(), scope.deadline());
        FlowSnapshot wanted = scope.groups().isEmpty() ? all : all.of(scope.groups());
        terminal.result(
                scope.json()
                        ? StatusReport.json(wanted)
                        : StatusReport.text(wanted, onTarget.properties().cluster()));
        return wanted.well() ? ExitCode.OK : ExitCode.PARTLY;
    }
}
