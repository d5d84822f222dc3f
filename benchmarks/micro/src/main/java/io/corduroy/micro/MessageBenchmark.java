package io.corduroy.micro;

import io.corduroy.client.CorduroyQueue;
import io.corduroy.client.message.CorduroyTextMessage;
import io.corduroy.client.message.MessageDecoder;
import io.corduroy.client.message.ObjectAllowList;
import io.corduroy.client.message.ProviderHeaders;
import io.corduroy.protocol.MessageIdentity;
import io.corduroy.protocol.Origin;
import jakarta.jms.JMSException;
import jakarta.jms.Message;
import jakarta.jms.TextMessage;
import java.nio.ByteBuffer;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;
import org.openjdk.jmh.infra.Blackhole;

/** A text message with three properties, as the application makes it and gets it. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(2)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 3, time = 1)
public class MessageBenchmark {

    private final ByteBuffer encoded = Samples.encoded();
    private final MessageDecoder decoder = new MessageDecoder(ObjectAllowList.defaults(), () -> {});
    private final ProviderHeaders headers = new ProviderHeaders(
            new MessageIdentity(1, 2, 3),
            new CorduroyQueue("orders"),
            true,
            4,
            Samples.NOW_MS,
            0,
            Samples.NOW_MS,
            1,
            Origin.HERE);

    /** What {@code send} has to do before it can say anything to the broker. */
    @Benchmark
    public ByteBuffer encode() throws JMSException {
        CorduroyTextMessage message = new CorduroyTextMessage(Samples.TEXT);
        message.setStringProperty("region", Samples.REGION);
        message.setIntProperty("amount", Samples.AMOUNT);
        message.setStringProperty("kind", Samples.KIND);
        return message.encode();
    }

    /** A listener that looks at nothing. */
    @Benchmark
    public Message decodeUntouched() throws JMSException {
        return decoder.decode(encoded.duplicate(), headers);
    }

    /** A listener that reads the text and a property. */
    @Benchmark
    public void decodeTextAndProperty(Blackhole out) throws JMSException {
        TextMessage message = (TextMessage) decoder.decode(encoded.duplicate(), headers);
        out.consume(message.getText());
        out.consume(message.getStringProperty("region"));
    }
}
