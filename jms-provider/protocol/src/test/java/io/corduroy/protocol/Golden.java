package io.corduroy.protocol;

import static org.assertj.core.api.Assertions.fail;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;

/** Golden files; see {@code src/test/resources/golden/README.md}. */
public final class Golden {

    private Golden() {}

    public static ByteBuffer read(String name, ByteBuffer orElsePrint) {
        String path = "/golden/" + name + ".hex";
        try (InputStream file = Golden.class.getResourceAsStream(path)) {
            if (file == null) {
                return fail("no golden file src/test/resources" + path + "; if this is right, put there: "
                        + toHex(orElsePrint));
            }
            String text = new String(file.readAllBytes(), StandardCharsets.UTF_8);
            String digits = text.replaceAll("#.*", "").replaceAll("\\s", "");
            return ByteBuffer.wrap(HexFormat.of().parseHex(digits));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public static String toHex(ByteBuffer bytes) {
        byte[] copy = new byte[bytes.remaining()];
        bytes.get(bytes.position(), copy);
        return HexFormat.of().formatHex(copy);
    }
}
