package io.corduroy.selector;

import io.corduroy.selector.NaiveSelector.Between;
import io.corduroy.selector.NaiveSelector.Binary;
import io.corduroy.selector.NaiveSelector.Compare;
import io.corduroy.selector.NaiveSelector.In;
import io.corduroy.selector.NaiveSelector.IsNull;
import io.corduroy.selector.NaiveSelector.Like;
import io.corduroy.selector.NaiveSelector.Literal;
import io.corduroy.selector.NaiveSelector.Logic;
import io.corduroy.selector.NaiveSelector.Name;
import io.corduroy.selector.NaiveSelector.Not;
import io.corduroy.selector.NaiveSelector.Printer;
import io.corduroy.selector.NaiveSelector.Sign;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;

/** Makes selectors, their texts and messages for them, all from one source of randomness. */
final class RandomSelectors {
    private static final List<String> NAMES = List.of(
            "a",
            "b",
            "c",
            "s",
            "t",
            "flag",
            "$x_1",
            "_",
            "größe",
            "JMSPriority",
            "JMSType",
            "JMSDeliveryMode",
            "JMSMessageID",
            "JMSTimestamp",
            "JMSCorrelationID",
            "JMSXGroupID",
            "JMSXDeliveryCount",
            "JMS_vendor_x");
    private static final List<String> STRINGS =
            List.of("", "a", "b", "ab", "aab", "5", "it's", "%", "_", "a%b", "x😀", "TRUE", "\n");
    private static final List<String> CHARACTERS = List.of("a", "b", "5", "%", "_", "'", "😀", "!", "\n");
    private static final List<Object> VALUES = List.of(
            0,
            1,
            -1,
            5,
            Integer.MAX_VALUE,
            Integer.MIN_VALUE,
            (byte) 5,
            (byte) -128,
            (short) 1,
            (short) 32767,
            0L,
            1L,
            5L,
            Long.MAX_VALUE,
            Long.MIN_VALUE,
            16777217L,
            0f,
            0.5f,
            0.1f,
            5f,
            16777216f,
            Float.NaN,
            Float.POSITIVE_INFINITY,
            0.0,
            -0.0,
            0.5,
            0.1,
            5.0,
            1e300,
            Double.NaN,
            Double.NEGATIVE_INFINITY,
            true,
            false);
    private static final List<Literal> NUMBERS = List.of(
            new Literal("0", 0L),
            new Literal("1", 1L),
            new Literal("5", 5L),
            new Literal("0x5", 5L),
            new Literal("017", 15L),
            new Literal("5L", 5L),
            new Literal("2147483647", 2147483647L),
            new Literal("9223372036854775807", Long.MAX_VALUE),
            new Literal("16_777_217", 16777217L),
            new Literal("0b11", 3L),
            new Literal("0.5", 0.5),
            new Literal(".5", 0.5),
            new Literal("5.", 5.0),
            new Literal("5E0", 5.0),
            new Literal("1e300", 1e300),
            new Literal("0.1F", 0.1f),
            new Literal("0.1", 0.1),
            new Literal("5d", 5.0),
            new Literal("0f", 0f));
    private static final List<String> RELATIONS = List.of("=", "<>", "<", "<=", ">", ">=");

    /** What garbage is made of. */
    private static final List<String> PIECES = List.of(
            "a",
            "s",
            "flag",
            "JMSType",
            "JMSDestination",
            "JMSExpiration",
            "JMSXState",
            "5",
            "0x1p",
            "1_",
            "08",
            "9.",
            "1e400",
            "9223372036854775808",
            "'s'",
            "'",
            "''",
            "'a%' ",
            "TRUE",
            "false",
            "NULL",
            "NOT",
            "AND",
            "OR",
            "BETWEEN",
            "LIKE",
            "IN",
            "IS",
            "ESCAPE",
            "'!'",
            "=",
            "<>",
            "!=",
            "<",
            "<=",
            ">",
            ">=",
            "+",
            "-",
            "--",
            "*",
            "/",
            "(",
            ")",
            ",",
            "(",
            ")",
            "%",
            "{",
            "\"a\"",
            "a.b",
            "5a",
            "1f",
            "\u00a0",
            "\u0000",
            "/* */");

    private static final String CHARS = "()'=<>+-*/.,%_aE0x9\n\u0000\uD83DpL";

    private static final int DEEPEST = 90;

    private final Random random;
    private final RandomNumbers numbers;

    RandomSelectors(Random random) {
        this.random = random;
        this.numbers = new RandomNumbers(random);
    }

    /** Mostly as people write them, one in twenty nested very deeply. */
    NaiveSelector selector() {
        NaiveSelector selector = condition(random.nextInt(5));
        int layers = random.nextInt(20) == 0 ? random.nextInt(DEEPEST) : 0;
        for (int i = 0; i < layers; i++) {
            String operator = random.nextBoolean() ? "AND" : "OR";
            selector = switch (random.nextInt(4)) {
                case 0 -> new Not(selector);
                case 1 -> new Logic(condition(0), operator, selector);
                case 2 ->
                    new Compare(selector, random.nextBoolean() ? "=" : "<>", random.nextBoolean() ? name() : bool());
                default -> new Logic(selector, operator, condition(0));
            };
        }
        return selector;
    }

    /** Something that is nearly a selector, or is one by accident. */
    String garbage() {
        int kind = random.nextInt(10);
        if (kind == 0) {
            return String.join(any(List.of(" ", " ", "")), anyPieces(1 + random.nextInt(8)));
        }
        StringBuilder text = new StringBuilder(text(condition(random.nextInt(4))));
        for (int changes = 1 + random.nextInt(2); changes > 0 && text.length() > 0; changes--) {
            int at = random.nextInt(text.length());
            int end = Math.min(text.length(), at + 1 + random.nextInt(kind < 5 ? 1 : 6));
            String other = switch (random.nextInt(4)) {
                case 0 -> "";
                case 1 -> String.valueOf(CHARS.charAt(random.nextInt(CHARS.length())));
                case 2 -> text.substring(at, end) + " " + text.substring(at, end);
                default -> " " + any(PIECES) + " ";
            };
            text.replace(at, random.nextBoolean() ? end : at, other);
        }
        return text.toString();
    }

    private List<String> anyPieces(int count) {
        return IntStream.range(0, count).mapToObj(i -> any(PIECES)).toList();
    }

    NaiveSelector condition(int depth) {
        int choice = random.nextInt(depth == 0 ? 7 : 13);
        return switch (choice) {
            case 0 -> random.nextBoolean() ? name() : bool();
            case 1 -> new IsNull(name(), random.nextBoolean());
            case 2 ->
                new In(
                        name(),
                        random.nextBoolean(),
                        IntStream.rangeClosed(0, random.nextInt(4))
                                .mapToObj(i -> any(STRINGS))
                                .toList());
            case 3 -> like();
            case 4 -> new Compare(number(depth), any(RELATIONS), number(depth));
            case 5 -> new Between(number(depth), random.nextBoolean(), number(depth), number(depth));
            case 6 -> comparison(anything(depth), random.nextBoolean() ? "=" : "<>", anything(depth));
            case 7, 8 -> new Not(condition(depth - 1));
            case 9, 10 -> new Logic(condition(depth - 1), "AND", condition(depth - 1));
            default -> new Logic(condition(depth - 1), "OR", condition(depth - 1));
        };
    }

    private NaiveSelector anything(int depth) {
        return switch (random.nextInt(5)) {
            case 0 -> {
                String string = any(STRINGS);
                yield new Literal("'" + string.replace("'", "''") + "'", string);
            }
            case 1 -> bool();
            case 2 -> depth > 0 ? condition(depth - 1) : name();
            case 3 -> name();
            default -> number(depth);
        };
    }

    private NaiveSelector number(int depth) {
        return switch (random.nextInt(depth == 0 ? 4 : 7)) {
            case 0, 1 -> name();
            case 2 -> any(NUMBERS);
            case 3 -> numbers.next();
            case 4 -> new Sign(random.nextBoolean() ? "-" : "+", number(depth - 1));
            default -> new Binary(number(depth - 1), any(List.of("+", "-", "*", "/")), number(depth - 1));
        };
    }

    private NaiveSelector like() {
        List<String> parts = new ArrayList<>();
        List<Boolean> wildcards = new ArrayList<>();
        String escape = any(List.of("", "!", "a", "%", "_", "😀"));
        for (int i = random.nextInt(5); i > 0; i--) {
            String part = any(CHARACTERS);
            boolean canBeWildcard = (part.equals("%") || part.equals("_")) && !part.equals(escape);
            parts.add(part);
            wildcards.add(canBeWildcard && (escape.isEmpty() || random.nextBoolean()));
        }
        return new Like(name(), random.nextBoolean(), parts, wildcards, escape);
    }

    /** TRUE and FALSE beside a literal of another type are refused, so a name takes the place of one. */
    private NaiveSelector comparison(NaiveSelector left, String relation, NaiveSelector right) {
        return new Compare(isBoolean(left) == isBoolean(right) ? left : name(), relation, right);
    }

    private static boolean isBoolean(NaiveSelector operand) {
        return operand instanceof Literal literal && literal.value() instanceof Boolean;
    }

    private Name name() {
        return new Name(any(NAMES));
    }

    private Literal bool() {
        return random.nextBoolean() ? new Literal("TRUE", true) : new Literal("FALSE", false);
    }

    /** A message in which each name has a value of any type, or none. */
    Map<String, Object> message() {
        Map<String, Object> values = new HashMap<>();
        for (String name : NAMES) {
            int kind = random.nextInt(8);
            if (kind < 4) {
                values.put(name, any(VALUES));
            } else if (kind < 7) {
                values.put(name, random.nextBoolean() ? any(STRINGS) : any(STRINGS) + any(STRINGS));
            }
        }
        return values;
    }

    /** The text of a selector, with spaces, upper and lower case and needless brackets as they come. */
    String text(NaiveSelector selector) {
        Text text = new Text();
        text.child(selector, 0);
        return text.out.toString();
    }

    private <T> T any(List<? extends T> choices) {
        return choices.get(random.nextInt(choices.size()));
    }

    private final class Text implements Printer {
        private final StringBuilder out = new StringBuilder();

        @Override
        public void token(String text) {
            boolean isGlued = out.length() > 0
                    && Character.isJavaIdentifierPart(out.charAt(out.length() - 1))
                    && (Character.isJavaIdentifierPart(text.charAt(0)) || text.charAt(0) == '.');
            boolean isNumberBefore = out.length() > 0 && out.charAt(out.length() - 1) == '.';
            boolean isStringBefore = out.length() > 0 && out.charAt(out.length() - 1) == '\'' && text.startsWith("'");
            boolean isMinusBefore = out.length() > 0 && out.charAt(out.length() - 1) == '-' && text.equals("-");
            boolean needsSpace = isGlued || isNumberBefore || isStringBefore || isMinusBefore;
            out.append(needsSpace || random.nextInt(3) > 0 ? any(List.of(" ", " ", "\t", "\n ")) : "")
                    .append(text);
        }

        @Override
        public void word(String word) {
            token(
                    random.nextInt(3) > 0
                            ? word
                            : any(List.of(
                                    word.toLowerCase(Locale.ROOT),
                                    word.charAt(0) + word.substring(1).toLowerCase(Locale.ROOT))));
        }

        @Override
        public void string(String value) {
            token("'" + value.replace("'", "''") + "'");
        }

        @Override
        public void child(NaiveSelector child, int requiredStrength) {
            boolean inBrackets = child.strength() < requiredStrength || random.nextInt(10) == 0;
            if (inBrackets) {
                token("(");
            }
            child.print(this);
            if (inBrackets) {
                token(")");
            }
        }
    }
}
