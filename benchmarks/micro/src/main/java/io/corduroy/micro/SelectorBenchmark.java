package io.corduroy.micro;

import io.corduroy.broker.record.MessageRecord;
import io.corduroy.broker.state.SelectorView;
import io.corduroy.protocol.frame.ClientFrame;
import io.corduroy.selector.Selector;
import io.corduroy.selector.SelectorException;
import java.nio.ByteBuffer;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** Selectors over a record as it lies in a batch: reading its head, and evaluating what was compiled. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(2)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 3, time = 1)
public class SelectorBenchmark {

    private final MessageRecord message = new MessageRecord();
    private final SelectorView view = new SelectorView();
    private ByteBuffer record = ByteBuffer.allocate(0);
    private final Selector number;
    private final Selector text;
    private final Selector miss;
    private final Selector header;
    private final Selector everything;

    /** Compiles selectors, as a consumer's opening does. */
    public SelectorBenchmark() {
        number = selector("amount = 150");
        text = selector("region = 'EU'");
        miss = selector("amount = 151");
        header = selector("JMSPriority > 7");
        everything = selector("region IN ('EU', 'US') AND amount BETWEEN 100 AND 200 AND kind LIKE 'order.%'");
    }

    private static Selector selector(String selector) {
        try {
            return Selector.parse(selector);
        } catch (SelectorException e) {
            throw new IllegalArgumentException(selector, e);
        }
    }

    /** Appends the record to an array, as a batch does. */
    @Setup
    public void write() {
        ByteBuffer body = Samples.encoded();
        ClientFrame.Send send = Samples.send(12, 34_567, 8, body);
        record = ByteBuffer.allocate(MessageRecord.headBound(send) + body.remaining());
        MessageRecord.putHead(record, send, 0, false, false, Samples.NOW_MS);
        record.put(body).flip();
    }

    private boolean matches(Selector selector) {
        message.read(record.duplicate(), Samples.NOW_MS);
        return selector.matches(view.of(message, 1));
    }

    @Benchmark
    public boolean numberHits() {
        return matches(number);
    }

    @Benchmark
    public boolean numberMisses() {
        return matches(miss);
    }

    @Benchmark
    public boolean textHits() {
        return matches(text);
    }

    @Benchmark
    public boolean headerMisses() {
        return matches(header);
    }

    @Benchmark
    public boolean inBetweenLikeHits() {
        return matches(everything);
    }
}
