package io.corduroy.selector;

import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A word of the selector language.
 *
 * @param text as it stands in the selector
 * @param column where it begins, counted from 1
 * @param value what a literal means; null for everything else
 */
record Token(Kind kind, String text, int column, @Nullable Object value) {
    enum Kind {
        END,
        STRING,
        NUMBER,
        IDENTIFIER,
        NULL,
        TRUE,
        FALSE,
        NOT,
        AND,
        OR,
        BETWEEN,
        LIKE,
        IN,
        IS,
        ESCAPE,
        EQUAL,
        UNEQUAL,
        LESS,
        LESS_OR_EQUAL,
        GREATER,
        GREATER_OR_EQUAL,
        PLUS,
        MINUS,
        TIMES,
        DIVIDED_BY,
        OPEN,
        CLOSE,
        COMMA
    }

    /** The names that no identifier may have, in any case (3.8.1.1). */
    private static final Map<String, Kind> RESERVED = Map.ofEntries(
            Map.entry("NULL", Kind.NULL),
            Map.entry("TRUE", Kind.TRUE),
            Map.entry("FALSE", Kind.FALSE),
            Map.entry("NOT", Kind.NOT),
            Map.entry("AND", Kind.AND),
            Map.entry("OR", Kind.OR),
            Map.entry("BETWEEN", Kind.BETWEEN),
            Map.entry("LIKE", Kind.LIKE),
            Map.entry("IN", Kind.IN),
            Map.entry("IS", Kind.IS),
            Map.entry("ESCAPE", Kind.ESCAPE));

    static Token of(Kind kind, String text, int column) {
        return new Token(kind, text, column, null);
    }

    /** A reserved word or an identifier. */
    static Token ofWord(String word, int column) {
        // ROOT: with a Turkish locale "like" would not become "LIKE"
        return of(RESERVED.getOrDefault(word.toUpperCase(Locale.ROOT), Kind.IDENTIFIER), word, column);
    }

    boolean is(Kind other) {
        return kind == other;
    }

    /** How a message to the selector's author names this token. */
    String description() {
        if (kind == Kind.END) {
            return "the end";
        }
        String quoted = SelectorException.shorten(text);
        return kind == Kind.STRING ? "the string " + quoted : "\"" + quoted + "\"";
    }
}
