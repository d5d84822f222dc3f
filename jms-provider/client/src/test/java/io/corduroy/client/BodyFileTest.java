package io.corduroy.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.util.Random;
import org.junit.jupiter.api.Test;

class BodyFileTest {

    private final byte[] bytes = new byte[100_000];
    private final BodyFile body;

    BodyFileTest() throws IOException {
        new Random(1).nextBytes(bytes);
        body = BodyFile.create();
        body.append(ByteBuffer.wrap(bytes, 0, 60_000));
        body.append(ByteBuffer.wrap(bytes, 60_000, 40_000));
    }

    @Test
    void streamsReadIndependently() throws IOException {
        try (InputStream one = body.open();
                InputStream other = body.open()) {
            byte[] begin = one.readNBytes(10);
            long skipped = other.skip(99_999);

            assertThat(other.read()).isEqualTo(bytes[99_999] & 0xFF);
            assertThat(other.read()).isEqualTo(-1);
            assertThat(begin).isEqualTo(java.util.Arrays.copyOf(bytes, 10));
            assertThat(skipped).isEqualTo(99_999);
            assertThat(one.available()).isEqualTo(99_990);
            assertThat(one.readAllBytes()).isEqualTo(java.util.Arrays.copyOfRange(bytes, 10, bytes.length));
        }
    }

    @Test
    void anInterruptedReaderDoesNotCloseItForOthers() throws IOException {
        Thread.currentThread().interrupt();

        assertThat(body.open().readAllBytes()).isEqualTo(bytes);
        assertThat(Thread.interrupted()).isTrue();
        assertThat(body.open().readAllBytes()).isEqualTo(bytes);
    }

    @Test
    void discardedItIsGone() {
        body.discard();

        assertThatThrownBy(() -> body.open().read()).isInstanceOf(IOException.class);
    }

    @Test
    void aBodyThatEndsTooEarlyIsRefused() {
        assertThatThrownBy(() -> body.requireLength(100_001)).hasMessageContaining("100000");
    }
}
