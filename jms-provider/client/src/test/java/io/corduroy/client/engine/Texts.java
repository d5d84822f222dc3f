package io.corduroy.client.engine;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/** Messages of the tests: their text is their bytes. */
final class Texts {

    private Texts() {}

    static ByteBuffer encode(String text) {
        return ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8));
    }

    static String decode(ByteBuffer bytes) {
        return StandardCharsets.UTF_8.decode(bytes.duplicate()).toString();
    }
}
