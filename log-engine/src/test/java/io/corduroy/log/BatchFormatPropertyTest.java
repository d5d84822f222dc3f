package io.corduroy.log;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.corduroy.log.sim.SimulatedDisk;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.LongRange;
import net.jqwik.api.constraints.Size;

class BatchFormatPropertyTest {

    @Property(tries = 200)
    void whatGoesInComesOut(
            @ForAll @Size(min = 1, max = 40) List<@Size(max = 300) byte[]> records,
            @ForAll @LongRange(min = 0) long epoch,
            @ForAll @LongRange(min = 0, max = Long.MAX_VALUE / 2) long position,
            @ForAll @IntRange(min = 0, max = 3) int alignmentPower)
            throws BadBatch {
        int alignment = 1 << (3 * alignmentPower);

        RecordBatch sealed = seal(records, epoch, position, position / 2, alignment);
        RecordBatch decoded = decode(sealed.bytes(), position);

        assertThat(decoded.recordCount()).isEqualTo(records.size());
        for (int i = 0; i < records.size(); i++) {
            assertThat(decoded.record(i)).isEqualTo(ByteBuffer.wrap(records.get(i)));
            assertThat(decoded.recordLength(i)).isEqualTo(records.get(i).length);
        }
        assertThat(decoded.epoch()).isEqualTo(epoch);
        assertThat(decoded.position()).isEqualTo(position);
        assertThat(decoded.lengthBytes() % alignment).isZero();
        long delta = position - position / 2;
        assertThat(decoded.forcedPosition()).isEqualTo(delta < 0xFFFF_FFFFL ? position / 2 : 0);
    }

    @Property(tries = 200)
    void anyFlippedBitIsNoticed(
            @ForAll @Size(min = 1, max = 10) List<@Size(max = 50) byte[]> records, @ForAll @IntRange(min = 0) int bit) {
        RecordBatch sealed = seal(records, 3, 1_000, 900, 1);
        byte[] bytes = Arrays.copyOf(sealed.array(), sealed.lengthBytes());
        int flipped = bit % (8 * bytes.length);
        bytes[flipped / 8] ^= (byte) (1 << (flipped % 8));

        assertThatThrownBy(() -> decode(ByteBuffer.wrap(bytes), 1_000)).isInstanceOf(BadBatch.class);
    }

    @Property(tries = 500)
    void garbageIsNeverABatch(@ForAll @Size(min = 40, max = 200) byte[] garbage) {
        assertThatThrownBy(() -> decode(ByteBuffer.wrap(garbage), 0)).isInstanceOf(BadBatch.class);
    }

    @Property
    void varintsRoundTrip(@ForAll @IntRange(min = 0) int value) {
        byte[] bytes = new byte[8];

        assertThat(BatchFormat.putVarint(bytes, 1, value)).isEqualTo(1 + BatchFormat.varintBytes(value));
        assertThat(BatchFormat.getVarint(bytes, 1)).isEqualTo(value);
    }

    static RecordBatch seal(List<byte[]> records, long epoch, long position, long forcedPosition, int alignment) {
        SegmentFile nowhere = new SegmentFile(new SimulatedDisk(0).storage(), "none", false);
        OpenBatch batch = new OpenBatch(
                position,
                epoch,
                1_700_000_000_123L,
                new Segment(position, 1 << 20, nowhere, ""),
                1 << 20,
                new BatchDraft());
        for (byte[] record : records) {
            int half = record.length / 2;
            ByteBuffer head = ByteBuffer.wrap(record, 0, half);
            ByteBuffer body = ByteBuffer.wrap(record, half, record.length - half);
            batch.add(head, body, Durability.FORCED);
        }
        return batch.seal(forcedPosition, alignment);
    }

    static RecordBatch decode(ByteBuffer bytes, long position) throws BadBatch {
        byte[] array = new byte[bytes.remaining()];
        bytes.get(array);
        int length = BatchFormat.checkHeader(array, 0, array.length, position);
        BatchFormat.checkBody(array, 0, length);
        return new RecordBatch(array, length, BatchFormat.recordOffsets(array, 0, length));
    }
}
