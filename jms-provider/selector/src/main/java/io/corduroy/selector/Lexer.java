package io.corduroy.selector;

import io.corduroy.selector.Token.Kind;

/** Cuts a selector into tokens, one at a time. */
final class Lexer {
    private static final String EXPECTED_ANYTHING = "expected a literal, an identifier or an operator";

    private final String text;
    private int at;

    Lexer(String text) {
        this.text = text;
    }

    Token next() throws SelectorException {
        while (at < text.length() && isWhitespace(text.charAt(at))) {
            at++;
        }
        if (at == text.length()) {
            return Token.of(Kind.END, "", at + 1);
        }
        int character = text.codePointAt(at);
        if (character == '\'') {
            return string();
        }
        if (isDigit(character) || (character == '.' && at + 1 < text.length() && isDigit(text.charAt(at + 1)))) {
            return number();
        }
        return Character.isJavaIdentifierStart(character) ? word() : symbol(character);
    }

    /** Java's white space: space, horizontal tab, form feed and line terminators (3.8.1.1). */
    private static boolean isWhitespace(char character) {
        return character == ' ' || character == '\t' || character == '\f' || character == '\n' || character == '\r';
    }

    private static boolean isDigit(int character) {
        return character >= '0' && character <= '9';
    }

    private Token word() {
        int start = at;
        int end = at;
        while (end < text.length() && Character.isJavaIdentifierPart(text.codePointAt(end))) {
            end += Character.charCount(text.codePointAt(end));
        }
        at = end;
        return Token.ofWord(text.substring(start, end), start + 1);
    }

    private Token string() throws SelectorException {
        int start = at;
        StringBuilder value = new StringBuilder();
        int from = start + 1;
        while (true) {
            int quote = text.indexOf('\'', from);
            if (quote < 0) {
                throw new SelectorException(
                        start + 1,
                        "found a string without an end, expected a closing ' (a quote inside is written '')");
            }
            value.append(text, from, quote);
            boolean isDoubled = quote + 1 < text.length() && text.charAt(quote + 1) == '\'';
            if (!isDoubled) {
                at = quote + 1;
                return new Token(Kind.STRING, text.substring(start, at), start + 1, value.toString());
            }
            value.append('\'');
            from = quote + 2;
        }
    }

    private Token number() throws SelectorException {
        int start = at;
        while (at < text.length() && continuesNumber(start)) {
            at++;
        }
        String literal = text.substring(start, at);
        try {
            Object value = NumberLiteral.parse(literal);
            if (value != null) {
                return new Token(Kind.NUMBER, literal, start + 1, value);
            }
        } catch (ArithmeticException e) {
            throw new SelectorException(
                    start + 1, "found " + SelectorException.shorten(literal) + ", which " + e.getMessage());
        }
        throw new SelectorException(
                start + 1,
                "found " + SelectorException.shorten(literal)
                        + ", expected a number in Java's syntax, such as 57, 0x39, 6.2 or 7E3");
    }

    /** Takes in whatever a careless author could have meant as part of the number, so that the error shows all of it. */
    private boolean continuesNumber(int start) {
        char character = text.charAt(at);
        if (character == '+' || character == '-') {
            boolean isHexadecimal = text.startsWith("0x", start) || text.startsWith("0X", start);
            return (isHexadecimal ? "pP" : "eE").indexOf(text.charAt(at - 1)) >= 0;
        }
        return character == '.'
                || character == '_'
                || isDigit(character)
                || (character >= 'a' && character <= 'z')
                || (character >= 'A' && character <= 'Z');
    }

    private Token symbol(int character) throws SelectorException {
        boolean isFollowedByEqual = text.startsWith("=", at + 1);
        return switch (character) {
            case '=' -> symbol(Kind.EQUAL, 1);
            case '<' -> {
                if (text.startsWith(">", at + 1)) {
                    yield symbol(Kind.UNEQUAL, 2);
                }
                yield isFollowedByEqual ? symbol(Kind.LESS_OR_EQUAL, 2) : symbol(Kind.LESS, 1);
            }
            case '>' -> isFollowedByEqual ? symbol(Kind.GREATER_OR_EQUAL, 2) : symbol(Kind.GREATER, 1);
            case '+' -> symbol(Kind.PLUS, 1);
            case '-' -> minus();
            case '*' -> symbol(Kind.TIMES, 1);
            case '/' -> symbol(Kind.DIVIDED_BY, 1);
            case '(' -> symbol(Kind.OPEN, 1);
            case ')' -> symbol(Kind.CLOSE, 1);
            case ',' -> symbol(Kind.COMMA, 1);
            case '!' -> throw unexpected(character, "expected an operator (unequal is written <>)");
            case '"' -> throw unexpected(character, EXPECTED_ANYTHING + " (a string is written in single quotes)");
            default -> throw unexpected(character, EXPECTED_ANYTHING);
        };
    }

    /** Two at once begin a comment in SQL and mean something else in Java: better refused than misread. */
    private Token minus() throws SelectorException {
        if (text.startsWith("-", at + 1)) {
            throw new SelectorException(
                    at + 1, "found --, expected no comment (to subtract a negative number write a space between)");
        }
        return symbol(Kind.MINUS, 1);
    }

    private Token symbol(Kind kind, int length) {
        int start = at;
        at += length;
        return Token.of(kind, text.substring(start, at), start + 1);
    }

    private SelectorException unexpected(int character, String expected) {
        String name = Character.isISOControl(character) || Character.isSpaceChar(character)
                ? String.format("U+%04X", character)
                : Character.toString(character);
        return new SelectorException(at + 1, "found " + name + ", " + expected);
    }
}
