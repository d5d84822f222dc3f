package io.corduroy.load;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.zip.DataFormatException;
import org.HdrHistogram.Histogram;

/**
 * What came of a workload.
 *
 * @param received messages that count, by all consumers together
 * @param seconds from the first to the last of them
 * @param lost confirmed and not received
 * @param duplicates received again without being marked
 * @param disordered received behind a later one of the same producer
 * @param latencies from when a message was due to when its listener was called, ns
 */
public record Result(long received, double seconds, long lost, long duplicates, long disordered, Histogram latencies) {

    /** Messages per second. */
    public double perSecond() {
        return seconds <= 0 ? 0 : received / seconds;
    }

    /** Whether everything came once and in order. */
    public boolean isRight() {
        return lost == 0 && duplicates == 0 && disordered == 0;
    }

    /** One line, for the process that has asked. */
    String asLine() {
        ByteBuffer encoded = ByteBuffer.allocate(latencies.getNeededByteBufferCapacity());
        int length = latencies.encodeIntoCompressedByteBuffer(encoded);
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        bytes.write(encoded.array(), 0, length);
        return "received=" + received + " seconds=" + seconds + " lost=" + lost + " duplicates=" + duplicates
                + " disordered=" + disordered + " latencies="
                + Base64.getEncoder().withoutPadding().encodeToString(bytes.toByteArray());
    }

    /** Reads what {@link #asLine} has written. */
    public static Result ofLine(String line) {
        Map<String, String> values = new LinkedHashMap<>();
        for (String word : line.trim().split(" ", -1)) {
            int equals = word.indexOf('=');
            values.put(word.substring(0, equals), word.substring(equals + 1));
        }
        try {
            return new Result(
                    Long.parseLong(values.get("received")),
                    Double.parseDouble(values.get("seconds")),
                    Long.parseLong(values.get("lost")),
                    Long.parseLong(values.get("duplicates")),
                    Long.parseLong(values.get("disordered")),
                    Histogram.decodeFromCompressedByteBuffer(
                            ByteBuffer.wrap(Base64.getDecoder().decode(values.get("latencies"))), 0));
        } catch (DataFormatException e) {
            throw new IllegalArgumentException("no result: " + line, e);
        }
    }
}
