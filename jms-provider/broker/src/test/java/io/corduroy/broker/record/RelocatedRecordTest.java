package io.corduroy.broker.record;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.corduroy.protocol.frame.ClientFrame.Send;
import java.nio.ByteBuffer;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;

/** The bytes of a relocated record, which every later version has to read. */
class RelocatedRecordTest {
    private static final String HEAD = "18" + "00" + "05" + "04" + "ac02" + "03";

    private final RecordWriter writer = new RecordWriter();

    @Test
    void aHeadIsTheseBytes() {
        ByteBuffer head = writer.relocatedHead(RelocatedRecord.ENTRY, 5, 4, 300, -2);

        assertThat(hex(head)).isEqualTo(HEAD);
    }

    @Test
    void aHeadIsReadAsItWasWritten() {
        ByteBuffer record = ByteBuffer.wrap(HexFormat.of().parseHex(HEAD + "ff"));
        RelocatedRecord head = new RelocatedRecord();

        head.readHead(record);

        assertThat(head.holder()).isEqualTo(RelocatedRecord.ENTRY);
        assertThat(head.owner()).isEqualTo(5);
        assertThat(head.part()).isEqualTo(4);
        assertThat(head.item()).isEqualTo(300);
        assertThat(record.remaining()).isEqualTo(1);
    }

    @Test
    void aRelocatedMessageKeepsItsTimestampInABatchOfAnotherTime() {
        Send send = new Send(
                1, 7, 8, 5, 0, true, false, 4, 1_000_500, 60_000, 0, "group", 0, ByteBuffer.wrap(new byte[] {1}));
        String message = hex(writer.messageHead(send, 0, false, false, 1_000_000)) + "01";
        String head = hex(writer.relocatedHead(RelocatedRecord.ENTRY, 5, 4, 300, 1_000_000 - 2_000_000));
        MessageRecord read = new MessageRecord();

        read.read(ByteBuffer.wrap(HexFormat.of().parseHex(head + message)), 2_000_000);

        assertThat(read.timestampMs()).isEqualTo(1_000_500);
        assertThat(read.expirationMs()).isEqualTo(1_060_500);
        assertThat(read.groupId()).isEqualTo("group");
        assertThat(read.message().remaining()).isEqualTo(1);
    }

    @Test
    void aHeadThatEndsTooEarlyIsMalformed() {
        ByteBuffer cut = ByteBuffer.wrap(HexFormat.of().parseHex("180005"));

        assertThatThrownBy(() -> new RelocatedRecord().readHead(cut)).isInstanceOf(MalformedRecordException.class);
    }

    private static String hex(ByteBuffer bytes) {
        byte[] copy = new byte[bytes.remaining()];
        bytes.duplicate().get(copy);
        return HexFormat.of().formatHex(copy);
    }
}
