package io.corduroy.selector;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * A compiled pattern of LIKE. One character is one Unicode code point, so that {@code _} stands for an emoji too.
 *
 * <p>Matching takes time in proportion to the pattern times the text at worst, and no memory.
 */
final class LikePattern {
    /** Any sequence of characters: the pattern's {@code %}. */
    private static final int ANY_SEQUENCE = -1;
    /** Any single character: the pattern's {@code _}. */
    private static final int ANY_CHARACTER = -2;

    private final int[] symbols;

    private LikePattern(int[] symbols) {
        this.symbols = symbols;
    }

    static LikePattern withoutEscape(String pattern) {
        return new LikePattern(pattern.codePoints().map(LikePattern::symbol).toArray());
    }

    /**
     * Compiles a pattern in which an escape character takes away the meaning of the wildcard after it.
     *
     * @return null if the escape character stands before anything but a wildcard or itself, which SQL-92 forbids
     */
    static @Nullable LikePattern withEscape(String pattern, int escape) {
        int[] characters = pattern.codePoints().toArray();
        int[] symbols = new int[characters.length];
        int count = 0;
        for (int i = 0; i < characters.length; i++) {
            if (characters[i] != escape) {
                symbols[count++] = symbol(characters[i]);
            } else if (++i < characters.length && isEscapable(characters[i], escape)) {
                symbols[count++] = characters[i];
            } else {
                return null;
            }
        }
        return new LikePattern(Arrays.copyOf(symbols, count));
    }

    private static boolean isEscapable(int character, int escape) {
        return character == '%' || character == '_' || character == escape;
    }

    private static int symbol(int character) {
        if (character == '%') {
            return ANY_SEQUENCE;
        }
        return character == '_' ? ANY_CHARACTER : character;
    }

    /**
     * Walks through text and pattern at once. When they differ, only the latest {@code %} has to take in one character
     * more: what an earlier one could gain by taking more, the latest can gain as well.
     */
    boolean matches(String text) {
        int at = 0;
        int symbol = 0;
        int retrySymbol = -1;
        int retryAt = 0;
        while (at < text.length()) {
            int character = text.codePointAt(at);
            if (symbol < symbols.length && symbols[symbol] == ANY_SEQUENCE) {
                retrySymbol = ++symbol;
                retryAt = at;
            } else if (symbol < symbols.length && (symbols[symbol] == character || symbols[symbol] == ANY_CHARACTER)) {
                symbol++;
                at += Character.charCount(character);
            } else if (retrySymbol >= 0) {
                retryAt += Character.charCount(text.codePointAt(retryAt));
                at = retryAt;
                symbol = retrySymbol;
            } else {
                return false;
            }
        }
        while (symbol < symbols.length && symbols[symbol] == ANY_SEQUENCE) {
            symbol++;
        }
        return symbol == symbols.length;
    }
}
