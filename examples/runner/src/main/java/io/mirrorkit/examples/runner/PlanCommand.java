package io.mirrorkit.examples.runner;

/**
 * Says where groups would go on on the target. Changes nothing.
 *
 * @param scope what it is about
 */
record PlanCommand(Scope scope) implements Command {

    @Override
    public int run(Terminal terminal) {
        try (Session session = Session.open(scope)) {
            Plans plans = session.plan();
            terminal.result(scope.json() ? plans.json() : plans.table());
            return plans.exitCode();
        }
    }
}
