package io.corduroy.log;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;

/** The bytes on the disk, as the first release wrote them: what stands in the golden files is readable for ever. */
class BatchFormatGoldenTest {

    @Test
    void batchOfVersion1() throws IOException, BadBatch {
        RecordBatch sealed = BatchFormatPropertyTest.seal(
                List.of(new byte[] {1, 2, 3}, new byte[0], "corduroy".repeat(20).getBytes(StandardCharsets.US_ASCII)),
                5,
                4711,
                4000,
                1);
        byte[] golden = golden("batch-v1.hex");

        assertThat(HexFormat.of().formatHex(sealed.array(), 0, sealed.lengthBytes()))
                .isEqualTo(HexFormat.of().formatHex(golden));
        RecordBatch decoded = BatchFormatPropertyTest.decode(ByteBuffer.wrap(golden), 4711);
        assertThat(decoded.record(0)).isEqualTo(ByteBuffer.wrap(new byte[] {1, 2, 3}));
        assertThat(decoded.forcedPosition()).isEqualTo(4000);
        assertThat(decoded.forced()).isTrue();
        assertThat(decoded.baseTimestampMs()).isEqualTo(1_700_000_000_123L);
    }

    @Test
    void checkpointHeaderOfVersion1() throws IOException {
        CheckpointHeader header = new CheckpointHeader(
                3,
                5000,
                6000,
                2,
                List.of(new SegmentInfo(0, 4064, 4096, 7, 40, true), new SegmentInfo(4064, 6000, 65_536, 1, 2, false)));
        byte[] golden = golden("checkpoint-v1.hex");

        assertThat(HexFormat.of().formatHex(header.encode().array()))
                .isEqualTo(HexFormat.of().formatHex(golden));
        assertThat(CheckpointHeader.decode(ByteBuffer.wrap(golden))).isEqualTo(header);
    }

    private static byte[] golden(String name) throws IOException {
        try (InputStream in = Objects.requireNonNull(BatchFormatGoldenTest.class.getResourceAsStream(name))) {
            return HexFormat.of()
                    .parseHex(new String(in.readAllBytes(), StandardCharsets.US_ASCII).replaceAll("\\s", ""));
        }
    }
}
