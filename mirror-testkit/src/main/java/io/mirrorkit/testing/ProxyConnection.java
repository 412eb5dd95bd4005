package io.mirrorkit.testing;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.IntConsumer;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/** A client's connection through the proxy. Each of its four loops runs in a thread of its own, until the connection is closed. */
final class ProxyConnection {

    private static final int CHUNK_BYTES = 64 << 10;

    private final Socket client;
    private final Socket broker;
    private final IntConsumer onResponseBytes;
    private final Consumer<ProxyConnection> onClose;
    private final DelayLine requests = new DelayLine();
    private final DelayLine responses = new DelayLine();

    ProxyConnection(Socket client, Socket broker, IntConsumer onResponseBytes, Consumer<ProxyConnection> onClose) {
        this.client = client;
        this.broker = broker;
        this.onResponseBytes = onResponseBytes;
        this.onClose = onClose;
    }

    void readRequests(LongSupplier delayNanos, Supplier<Optional<Damage>> damage) {
        read(client, requests, delayNanos, new MessageStream(damage), bytes -> {});
    }

    void writeRequests() {
        write(requests, broker);
    }

    void readResponses(LongSupplier delayNanos, Supplier<Optional<Damage>> damage) {
        read(broker, responses, delayNanos, new MessageStream(damage), onResponseBytes);
    }

    void writeResponses() {
        write(responses, client);
    }

    void hold() {
        requests.hold();
        responses.hold();
    }

    void release() {
        requests.release();
        responses.release();
    }

    void close() {
        LoopbackProxy.closeQuietly(client);
        LoopbackProxy.closeQuietly(broker);
        requests.abandon();
        responses.abandon();
        onClose.accept(this);
    }

    private void read(
            Socket from, DelayLine line, LongSupplier delayNanos, MessageStream messages, IntConsumer onBytes) {
        try {
            InputStream in = from.getInputStream();
            byte[] buffer = new byte[CHUNK_BYTES];
            for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
                onBytes.accept(n);
                byte[] arriving = messages.next(buffer, n);
                if (arriving.length > 0) {
                    line.put(ByteBuffer.wrap(arriving), delayNanos.getAsLong());
                }
                if (messages.isCut()) {
                    break;
                }
            }
            line.end();
        } catch (IOException | InterruptedException e) {
            // Either way this thread ends here, and so does the connection.
            close();
        }
    }

    /** Ends the connection when one side has said its last word: neither Kafka's clients nor its brokers half-close. */
    private void write(DelayLine line, Socket to) {
        try {
            OutputStream out = to.getOutputStream();
            for (Optional<ByteBuffer> next = line.take(); next.isPresent(); next = line.take()) {
                out.write(next.get().array());
            }
        } catch (IOException | InterruptedException e) {
            // The receiver has gone or this thread is to end; the sender is told by the close below.
        } finally {
            close();
        }
    }
}
