package io.corduroy.selector;

import io.corduroy.selector.NaiveParser.Refused;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What a selector's text consists of, cut with one regular expression; numbers are read with the platform's own means.
 *
 * @param word a reserved word in upper case, a symbol, or an identifier; empty for literals of strings and numbers
 * @param value of a literal
 * @param isOperand whether it is a literal or an identifier
 */
record NaiveToken(String word, @Nullable Object value, boolean isOperand) {
    /** 9223372036854775808, which is a number behind a minus only. */
    static final Object ONE_TOO_MANY = new Object();

    private static final Set<String> RESERVED =
            Set.of("NULL", "TRUE", "FALSE", "NOT", "AND", "OR", "BETWEEN", "LIKE", "IN", "IS", "ESCAPE");
    private static final Pattern TOKEN = Pattern.compile("[ \\t\\f\\n\\r]+"
            + "|(?<string>'(?:[^']|'')*+')"
            + "|(?<number>(?=[0-9]|\\.[0-9])(?:0[xX](?:[pP][+-]|[0-9a-zA-Z._])*+|(?:[eE][+-]|[0-9a-zA-Z._])++))"
            + "|(?<word>\\p{javaJavaIdentifierStart}\\p{javaJavaIdentifierPart}*+)"
            + "|(?<symbol><>|<=|>=|[=<>+*/(),]|-(?!-))");
    private static final BigInteger TWO_TO_64 = BigInteger.ONE.shiftLeft(64);
    private static final BigInteger TWO_TO_63 = BigInteger.ONE.shiftLeft(63);

    static List<NaiveToken> cut(String text) throws Refused {
        List<NaiveToken> tokens = new ArrayList<>();
        Matcher matcher = TOKEN.matcher(text);
        int at = 0;
        while (at < text.length()) {
            if (!matcher.region(at, text.length()).lookingAt()) {
                throw new Refused();
            }
            if (matcher.group("string") != null) {
                String inside = text.substring(at + 1, matcher.end() - 1);
                tokens.add(new NaiveToken("", inside.replace("''", "'"), true));
            } else if (matcher.group("number") != null) {
                tokens.add(new NaiveToken("", number(matcher.group("number")), true));
            } else if (matcher.group("word") != null) {
                tokens.add(ofWord(matcher.group("word")));
            } else if (matcher.group("symbol") != null) {
                tokens.add(new NaiveToken(matcher.group("symbol"), null, false));
            }
            at = matcher.end();
        }
        return tokens;
    }

    private static NaiveToken ofWord(String word) {
        String upper = word.toUpperCase(Locale.ROOT);
        if (upper.equals("TRUE") || upper.equals("FALSE")) {
            return new NaiveToken("", upper.equals("TRUE"), true);
        }
        return RESERVED.contains(upper) ? new NaiveToken(upper, null, false) : new NaiveToken(word, null, true);
    }

    private static Object number(String literal) throws Refused {
        String text = withoutUnderscores(literal.toLowerCase(Locale.ROOT));
        if (text.matches("0x[0-9a-f]+l?")) {
            return exact(text.substring(2), 16, TWO_TO_64);
        }
        if (text.matches("0b[01]+l?")) {
            return exact(text.substring(2), 2, TWO_TO_64);
        }
        if (text.matches("0[0-7]+l?")) {
            return exact(text, 8, TWO_TO_64);
        }
        if (text.matches("(0|[1-9][0-9]*)l?")) {
            return exact(text, 10, TWO_TO_63.add(BigInteger.ONE));
        }
        return approximate(text);
    }

    private static Object exact(String text, int radix, BigInteger end) throws Refused {
        BigInteger value = new BigInteger(text.replace("l", ""), radix);
        if (value.compareTo(end) >= 0) {
            throw new Refused();
        }
        return radix == 10 && value.equals(TWO_TO_63) ? ONE_TOO_MANY : value.longValue();
    }

    private static Object approximate(String text) throws Refused {
        boolean isHexadecimal = text.startsWith("0x");
        boolean isFloat = text.endsWith("f") && (!isHexadecimal || text.contains("p"));
        if (!text.matches(isHexadecimal ? ".*p.*" : "[0-9.e+-]+[fd]?") || text.matches("[0-9]+")) {
            throw new Refused();
        }
        Number value;
        try {
            value = isFloat ? (Number) Float.parseFloat(text) : (Number) Double.parseDouble(text);
        } catch (NumberFormatException e) {
            throw new Refused();
        }
        String digits = isHexadecimal ? text.substring(2).replaceAll("p.*", "") : text.replaceAll("[efd].*", "");
        boolean isZero = digits.matches("[0.]*");
        if (Double.isInfinite(value.doubleValue()) || (value.doubleValue() == 0 && !isZero)) {
            throw new Refused();
        }
        return value;
    }

    /** An underscore stands between digits, or other underscores. */
    private static String withoutUnderscores(String text) throws Refused {
        int exponent = text.startsWith("0x") ? text.indexOf('p') : -1;
        for (int i = 0; i < text.length(); i++) {
            boolean isHexadecimal = text.startsWith("0x") && (exponent < 0 || i < exponent);
            String neighbours = isHexadecimal ? "[0-9a-f_]" : "[0-9_]";
            if (text.charAt(i) == '_'
                    && (i == 0
                            || i + 1 == text.length()
                            || !text.substring(i - 1, i).matches(neighbours)
                            || !text.substring(i + 1, i + 2).matches(neighbours))) {
                throw new Refused();
            }
        }
        return text.replace("_", "");
    }
}
