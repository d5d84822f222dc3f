package io.corduroy.micro;

import io.corduroy.protocol.frame.ClientFrame;
import io.corduroy.protocol.message.MessageEncoder;
import io.corduroy.protocol.message.MessageFields;
import java.nio.ByteBuffer;

/** The message that all benchmarks use: a kilobyte of text and three properties. */
final class Samples {

    static final String TEXT = "corduroy ".repeat(114).substring(0, 1_024);
    static final String REGION = "EU";
    static final int AMOUNT = 150;
    static final String KIND = "order.new";
    static final long NOW_MS = 1_700_000_000_000L;

    private Samples() {}

    static ByteBuffer encoded() {
        return MessageEncoder.encode(new MessageFields()
                .property("region", REGION)
                .property("amount", AMOUNT)
                .property("kind", KIND)
                .text(TEXT));
    }

    static ClientFrame.Send send(long producer, long sequence, int destination, ByteBuffer message) {
        return new ClientFrame.Send(
                1, producer, sequence, destination, 0, true, false, 4, NOW_MS, 0, 0, "", 0, message);
    }
}
