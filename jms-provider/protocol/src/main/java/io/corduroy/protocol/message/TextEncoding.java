package io.corduroy.protocol.message;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * Strings as bytes: UTF-8, extended so that every Java string comes back as it was. A surrogate without its partner,
 * which UTF-8 cannot express, is written as the three bytes that its number would have had ({@code ED A0 80} to
 * {@code ED BF BF}; the form known as WTF-8). A pair is always four bytes, so each string has exactly one encoding, and
 * well-formed text is plain UTF-8.
 */
public final class TextEncoding {

    private static final char REPLACEMENT = '\uFFFD';

    private TextEncoding() {}

    /**
     * Encodes any string.
     *
     * @return a new array of exactly the bytes
     */
    public static byte[] encode(String text) {
        byte[] utf8 = text.getBytes(StandardCharsets.UTF_8);
        // The JDK's encoder is much faster than a loop of ours, but puts a question mark for a lone surrogate.
        return hasLoneSurrogate(text, utf8) ? encodeCharByChar(text) : utf8;
    }

    /**
     * Decodes what remains in a buffer, whose position is left alone.
     *
     * @throws MalformedMessageException if {@link #encode} gives these bytes for no string
     */
    public static String decode(ByteBuffer bytes) {
        return decode(bytes, bytes.position(), bytes.remaining());
    }

    static String decode(ByteBuffer buffer, int offset, int length) {
        if (buffer.hasArray()) {
            return decode(buffer.array(), buffer.arrayOffset() + offset, length);
        }
        byte[] copy = new byte[length];
        buffer.get(offset, copy);
        return decode(copy, 0, length);
    }

    private static String decode(byte[] bytes, int offset, int length) {
        String text = new String(bytes, offset, length, StandardCharsets.UTF_8);
        // The JDK's decoder puts the replacement character for what it does not know. It may also be meant.
        return text.indexOf(REPLACEMENT) < 0 ? text : decodeByteByByte(bytes, offset, length);
    }

    private static boolean hasLoneSurrogate(String text, byte[] utf8) {
        if (utf8.length == text.length()) {
            // One byte for each char: ASCII, but for question marks that may have been surrogates. The comparison is
            // vectorised, a loop over the chars is not.
            return !text.equals(new String(utf8, StandardCharsets.ISO_8859_1));
        }
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (Character.isSurrogate(c)) {
                if (!isPairAt(text, i)) {
                    return true;
                }
                i++;
            }
        }
        return false;
    }

    private static boolean isPairAt(String text, int index) {
        return index + 1 < text.length() && Character.isSurrogatePair(text.charAt(index), text.charAt(index + 1));
    }

    private static byte[] encodeCharByChar(String text) {
        byte[] bytes = new byte[Math.multiplyExact(text.length(), 3)];
        int length = 0;
        for (int i = 0; i < text.length(); i++) {
            int c = text.charAt(i);
            if (c < 0x80) {
                bytes[length++] = (byte) c;
            } else if (c < 0x800) {
                bytes[length++] = (byte) (0xc0 | (c >> 6));
                bytes[length++] = (byte) (0x80 | (c & 0x3f));
            } else if (isPairAt(text, i)) {
                int codePoint = text.codePointAt(i++);
                bytes[length++] = (byte) (0xf0 | (codePoint >> 18));
                bytes[length++] = (byte) (0x80 | ((codePoint >> 12) & 0x3f));
                bytes[length++] = (byte) (0x80 | ((codePoint >> 6) & 0x3f));
                bytes[length++] = (byte) (0x80 | (codePoint & 0x3f));
            } else {
                bytes[length++] = (byte) (0xe0 | (c >> 12));
                bytes[length++] = (byte) (0x80 | ((c >> 6) & 0x3f));
                bytes[length++] = (byte) (0x80 | (c & 0x3f));
            }
        }
        return Arrays.copyOf(bytes, length);
    }

    private static String decodeByteByByte(byte[] bytes, int offset, int length) {
        StringBuilder text = new StringBuilder(length);
        int end = offset + length;
        int at = offset;
        while (at < end) {
            int first = bytes[at] & 0xff;
            int size = first < 0x80 ? 1 : first < 0xc2 ? 0 : first < 0xe0 ? 2 : first < 0xf0 ? 3 : first < 0xf5 ? 4 : 0;
            if (size == 0 || at + size > end) {
                throw malformed(at - offset);
            }
            int codePoint = size == 1 ? first : first & (0x7f >> size);
            for (int i = 1; i < size; i++) {
                int next = bytes[at + i];
                if ((next & 0xc0) != 0x80) {
                    throw malformed(at - offset);
                }
                codePoint = (codePoint << 6) | (next & 0x3f);
            }
            boolean tooLong = (size == 3 && codePoint < 0x800) || (size == 4 && codePoint < 0x10000);
            if (tooLong || codePoint > Character.MAX_CODE_POINT || completesPair(text, codePoint)) {
                throw malformed(at - offset);
            }
            text.appendCodePoint(codePoint);
            at += size;
        }
        return text.toString();
    }

    /** A pair in two times three bytes would be a second encoding of one string. */
    private static boolean completesPair(StringBuilder text, int codePoint) {
        return codePoint >= Character.MIN_LOW_SURROGATE
                && codePoint <= Character.MAX_LOW_SURROGATE
                && text.length() > 0
                && Character.isHighSurrogate(text.charAt(text.length() - 1));
    }

    private static MalformedMessageException malformed(int index) {
        return new MalformedMessageException("a text is not UTF-8 at its byte " + index);
    }
}
