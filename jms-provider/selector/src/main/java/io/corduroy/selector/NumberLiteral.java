package io.corduroy.selector;

import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The meaning of a numeric literal: Java's syntax for integers and floating-point numbers, where each integer is a long
 * with or without its {@code L} (3.8.1.1), and a floating-point number is a double unless it ends with {@code F}.
 */
final class NumberLiteral {
    /** 9223372036854775808: as in Java, it means something only behind a minus. */
    static final Object ONLY_BEHIND_MINUS = new Object();

    private static final String ONE_TOO_MANY = "9223372036854775808";

    // No group is repeated, so that the regular expressions neither recurse nor explode on a hostile text.
    private static final String DIGITS = "[0-9](?:[0-9_]*[0-9])?";
    private static final String HEX_DIGITS = "[0-9a-fA-F](?:[0-9a-fA-F_]*[0-9a-fA-F])?";
    private static final String EXPONENT = "[eE][+-]?" + DIGITS;

    private static final Pattern DECIMAL = Pattern.compile("(?:0|[1-9](?:[0-9_]*[0-9])?)[lL]?");
    private static final Pattern OCTAL = Pattern.compile("0_*[0-7](?:[0-7_]*[0-7])?[lL]?");
    private static final Pattern HEXADECIMAL = Pattern.compile("0[xX]" + HEX_DIGITS + "[lL]?");
    private static final Pattern BINARY = Pattern.compile("0[bB][01](?:[01_]*[01])?[lL]?");
    private static final Pattern DECIMAL_FLOAT =
            Pattern.compile("(?:" + DIGITS + "\\.(?:" + DIGITS + ")?|\\." + DIGITS + ")"
                    + "(?:" + EXPONENT + ")?[fFdD]?"
                    + "|" + DIGITS + EXPONENT + "[fFdD]?"
                    + "|" + DIGITS + "[fFdD]");
    private static final Pattern HEXADECIMAL_FLOAT = Pattern.compile("0[xX](?:" + HEX_DIGITS + "\\.?|(?:" + HEX_DIGITS
            + ")?\\." + HEX_DIGITS + ")[pP][+-]?" + DIGITS + "[fFdD]?");

    private NumberLiteral() {}

    /**
     * Returns the number that a text means.
     *
     * @return a Long, Float or Double, {@link #ONLY_BEHIND_MINUS}, or null if the text is no numeric literal at all
     * @throws ArithmeticException if it is one, beyond the range of its type
     */
    static @Nullable Object parse(String text) {
        if (DECIMAL.matcher(text).matches()) {
            String digits = digits(text, 0);
            return digits.equals(ONE_TOO_MANY) ? ONLY_BEHIND_MINUS : parseLong(digits, 10);
        }
        if (HEXADECIMAL.matcher(text).matches()) {
            return parseLong(digits(text, 2), 16);
        }
        if (OCTAL.matcher(text).matches()) {
            return parseLong(digits(text, 1), 8);
        }
        if (BINARY.matcher(text).matches()) {
            return parseLong(digits(text, 2), 2);
        }
        if (DECIMAL_FLOAT.matcher(text).matches()
                || HEXADECIMAL_FLOAT.matcher(text).matches()) {
            return parseFloatingPoint(text.replace("_", ""));
        }
        return null;
    }

    private static String digits(String text, int prefixLength) {
        String digits = text.substring(prefixLength).replace("_", "");
        boolean hasSuffix = digits.endsWith("l") || digits.endsWith("L");
        return hasSuffix ? digits.substring(0, digits.length() - 1) : digits;
    }

    /** Decimal digits have to fit into 63 bits, the others may fill all 64, as in Java. */
    private static Long parseLong(String digits, int radix) {
        try {
            return radix == 10 ? Long.parseLong(digits) : Long.parseUnsignedLong(digits, radix);
        } catch (NumberFormatException e) {
            ArithmeticException outOfRange = new ArithmeticException("does not fit into a Java long");
            outOfRange.initCause(e);
            throw outOfRange;
        }
    }

    private static Number parseFloatingPoint(String text) {
        boolean isHexadecimal = text.startsWith("0x") || text.startsWith("0X");
        char last = text.charAt(text.length() - 1);
        boolean isFloat = last == 'f' || last == 'F'; // the exponent of a hexadecimal one is decimal
        Number number = isFloat ? (Number) Float.valueOf(text) : Double.valueOf(text);
        if (Double.isInfinite(number.doubleValue())) {
            throw new ArithmeticException("does not fit into a Java " + (isFloat ? "float" : "double"));
        }
        if (number.doubleValue() == 0 && !isWrittenAsZero(text, isHexadecimal)) {
            throw new ArithmeticException("is too close to 0 for a Java " + (isFloat ? "float" : "double"));
        }
        return number;
    }

    private static boolean isWrittenAsZero(String text, boolean isHexadecimal) {
        for (int i = isHexadecimal ? 2 : 0; i < text.length(); i++) {
            char character = text.charAt(i);
            boolean isEndOfDigits = isHexadecimal ? "pP".indexOf(character) >= 0 : "eEfFdD".indexOf(character) >= 0;
            if (isEndOfDigits) {
                return true;
            }
            if (character != '0' && character != '.') {
                return false;
            }
        }
        return true;
    }
}
