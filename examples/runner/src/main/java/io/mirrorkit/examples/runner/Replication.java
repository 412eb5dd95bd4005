package io.mirrorkit.examples.runner;

import io.mirrorkit.api.Flow;
import io.mirrorkit.api.FlowConfig;
import io.mirrorkit.api.errors.FlowRefusedException;
import io.mirrorkit.core.CloseMode;
import io.mirrorkit.core.MirrorEngine;
import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.common.config.ConfigException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Runs an engine until the process is asked to end, or a flow is refused. When it is asked (SIGTERM), what is in flight is flushed, and
 * the process ends within ten seconds, with exit code 0, or 1 if not everything could be closed by then.
 */
final class Replication {

    private static final Logger LOG = LoggerFactory.getLogger("mirror-runner");
    private static final Duration PROGRESS = Duration.ofSeconds(30);
    private static final Duration DRAIN = Duration.ofSeconds(5);
    private static final Duration END = Duration.ofMillis(9_500);

    private final String file;
    private final Deployment deployment;
    private final EventLog events = new EventLog();
    private final Progress progress = new Progress();

    Replication(String file, Deployment deployment) {
        this.file = file;
        this.deployment = deployment;
    }

    /**
     * Runs, in the caller's thread.
     *
     * @return only if a flow is refused while it runs: its exit code
     * @throws FlowRefusedException if a flow is refused at the start
     * @throws BadFileException if the engine can't be built of the file
     */
    int run() {
        tellWhat();
        MirrorEngine engine = engine();
        Thread atTheEnd = new Thread(() -> end(engine), "mirror-runner-end");
        Runtime.getRuntime().addShutdownHook(atTheEnd);
        try {
            engine.start();
            String reason = awaitRefusal(engine);
            engine.close(CloseMode.DRAIN, DRAIN);
            LOG.error("Ended, since a flow was refused: reason={}", reason);
            return ExitCode.REFUSED;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return ExitCode.PARTLY;
        } finally {
            removeHook(atTheEnd);
        }
    }

    private void tellWhat() {
        deployment.remarks().warnings().forEach(warning -> LOG.warn("{}: {}", file, warning));
        deployment.remarks().withoutEffect().ifPresent(line -> LOG.info("{}: {}", file, line));
        deployment.remarks().notes().forEach(note -> LOG.info("{}: {}", file, note));
        if (!deployment.leftOut().isEmpty()) {
            LOG.info("Not replicated: {}", String.join("; ", deployment.leftOut()));
        }
        deployment.flows().forEach(flow -> LOG.info("{}", describe(flow)));
    }

    /** What a flow does, in a line. */
    static String describe(Flow flow) {
        FlowConfig config = flow.config();
        return "Flow " + flow.name() + ": " + flow.source() + " -> " + flow.target() + " topics="
                + flow.topics().description()
                + " groups=" + flow.groups().description()
                + " policy=" + flow.policy().description()
                + " groupSync=" + (config.enabled(FlowConfig.GROUP_SYNC_ENABLED) ? "on" : "off")
                + " checkpointsEvery=" + config.number(FlowConfig.CHECKPOINT_INTERVAL) + "ms"
                + " start=" + flow.startPosition()
                + " isolation=" + config.text(FlowConfig.ISOLATION_LEVEL);
    }

    private MirrorEngine engine() {
        MirrorEngine.Builder builder = MirrorEngine.builder().listener(events);
        try {
            deployment.clusters().forEach(cluster -> builder.cluster(cluster.cluster(), cluster.forEngine()));
            deployment.flows().forEach(builder::flow);
            return builder.build();
        } catch (ConfigException | IllegalStateException e) {
            throw new BadFileException(file, String.valueOf(e.getMessage()), "correct the file");
        }
    }

    private String awaitRefusal(MirrorEngine engine) throws InterruptedException {
        while (true) {
            try {
                return events.refusal().get(PROGRESS.toMillis(), TimeUnit.MILLISECONDS);
            } catch (TimeoutException e) {
                progress.lines(engine.status()).forEach(line -> LOG.info("{}", line));
            } catch (ExecutionException e) {
                throw new IllegalStateException(e);
            }
        }
    }

    /** In a thread of its own, so that a cluster that does not answer can't keep the process from ending. */
    private void end(MirrorEngine engine) {
        LOG.info("Asked to end; what is in flight is flushed.");
        Thread closing = new Thread(() -> engine.close(CloseMode.DRAIN, DRAIN), "mirror-runner-close");
        closing.setDaemon(true);
        closing.start();
        try {
            closing.join(END.toMillis());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        boolean closed = !closing.isAlive();
        if (closed) {
            LOG.info("Ended.");
        } else {
            LOG.warn(
                    "Not everything could be closed within {} ms; the next start finds by comparison what was in flight.",
                    END.toMillis());
        }
        Runtime.getRuntime().halt(closed ? ExitCode.OK : ExitCode.PARTLY);
    }

    private static void removeHook(Thread hook) {
        try {
            Runtime.getRuntime().removeShutdownHook(hook);
        } catch (IllegalStateException e) {
            LOG.debug("The process ends already");
        }
    }
}
