package io.corduroy.selector;

import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A second reading of 3.8.1, written for the tests alone: trees that are evaluated by looking at each node, with boxed
 * values, exactly as the specification words it, and printed as a selector. It shares no line with the compiled form.
 *
 * <p>A value is a Java box, null for unknown, or {@link #ILL_TYPED} for arithmetic on something that is no number.
 */
sealed interface NaiveSelector {
    Object ILL_TYPED = new Object();

    @Nullable
    Object evaluate(Map<String, Object> message);

    void print(Printer out);

    /** Binding strength, from OR, the loosest, to things that never need brackets. */
    int strength();

    int OR = 1;
    int AND = 2;
    int NOT = 3;
    int PREDICATE = 4;
    int SUM = 5;
    int PRODUCT = 6;
    int SIGN = 7;
    int PRIMARY = 8;

    record Literal(String text, Object value) implements NaiveSelector {
        @Override
        public Object evaluate(Map<String, Object> message) {
            return value;
        }

        @Override
        public void print(Printer out) {
            out.token(text);
        }

        @Override
        public int strength() {
            return PRIMARY;
        }
    }

    record Name(String name) implements NaiveSelector {
        @Override
        public @Nullable Object evaluate(Map<String, Object> message) {
            return message.get(name);
        }

        @Override
        public void print(Printer out) {
            out.token(name);
        }

        @Override
        public int strength() {
            return PRIMARY;
        }
    }

    record Binary(NaiveSelector left, String operator, NaiveSelector right) implements NaiveSelector {
        @Override
        public @Nullable Object evaluate(Map<String, Object> message) {
            Object a = left.evaluate(message);
            Object b = right.evaluate(message);
            if (a == null || b == null) {
                return null;
            }
            if (!(a instanceof Number x) || !(b instanceof Number y)) {
                return ILL_TYPED;
            }
            if (a instanceof Double || b instanceof Double) {
                double l = x.doubleValue();
                double r = y.doubleValue();
                return operator.equals("+")
                        ? l + r
                        : operator.equals("-") ? l - r : operator.equals("*") ? l * r : l / r;
            }
            if (a instanceof Float || b instanceof Float) {
                float l = x.floatValue();
                float r = y.floatValue();
                return operator.equals("+")
                        ? l + r
                        : operator.equals("-") ? l - r : operator.equals("*") ? l * r : l / r;
            }
            if (operator.equals("/") && y.longValue() == 0) {
                return null;
            }
            if (a instanceof Long || b instanceof Long) {
                long l = x.longValue();
                long r = y.longValue();
                return operator.equals("+")
                        ? l + r
                        : operator.equals("-") ? l - r : operator.equals("*") ? l * r : l / r;
            }
            int l = x.intValue();
            int r = y.intValue();
            return operator.equals("+") ? l + r : operator.equals("-") ? l - r : operator.equals("*") ? l * r : l / r;
        }

        @Override
        public void print(Printer out) {
            out.child(left, strength());
            out.token(operator);
            out.child(right, strength() + 1);
        }

        @Override
        public int strength() {
            return operator.equals("+") || operator.equals("-") ? SUM : PRODUCT;
        }
    }

    record Sign(String sign, NaiveSelector operand) implements NaiveSelector {
        @Override
        public @Nullable Object evaluate(Map<String, Object> message) {
            Object value = operand.evaluate(message);
            if (value == null) {
                return null;
            }
            boolean minus = sign.equals("-");
            if (value instanceof Double d) {
                return minus ? -d : d;
            }
            if (value instanceof Float f) {
                return minus ? -f : f;
            }
            if (value instanceof Long l) {
                return minus ? -l : l;
            }
            if (value instanceof Number i) {
                return minus ? -i.intValue() : i.intValue();
            }
            return ILL_TYPED;
        }

        @Override
        public void print(Printer out) {
            out.token(sign);
            out.child(operand, SIGN);
        }

        @Override
        public int strength() {
            return SIGN;
        }
    }

    record Compare(NaiveSelector left, String operator, NaiveSelector right) implements NaiveSelector {
        @Override
        public @Nullable Object evaluate(Map<String, Object> message) {
            return compare(left.evaluate(message), operator, right.evaluate(message));
        }

        static @Nullable Boolean compare(@Nullable Object a, String operator, @Nullable Object b) {
            if (a == null || b == null) {
                return null;
            }
            boolean isBothStrings = a instanceof String && b instanceof String;
            boolean isBothBooleans = a instanceof Boolean && b instanceof Boolean;
            if (isBothStrings || isBothBooleans) {
                return operator.equals("=") ? a.equals(b) : operator.equals("<>") && !a.equals(b);
            }
            if (!(a instanceof Number x) || !(b instanceof Number y)) {
                return false;
            }
            if (a instanceof Double || b instanceof Double) {
                return holds(x.doubleValue(), operator, y.doubleValue());
            }
            if (a instanceof Float || b instanceof Float) {
                return holds(x.floatValue(), operator, y.floatValue());
            }
            return holds(Long.compare(x.longValue(), y.longValue()), operator, 0);
        }

        private static boolean holds(double a, String operator, double b) {
            return (operator.contains("=") && a == b)
                    || (operator.contains("<") && a < b)
                    || (operator.contains(">") && a > b)
                    || (operator.equals("<>") && a != b);
        }

        @Override
        public void print(Printer out) {
            out.child(left, SUM);
            out.token(operator);
            out.child(right, SUM);
        }

        @Override
        public int strength() {
            return PREDICATE;
        }
    }

    record Not(NaiveSelector operand) implements NaiveSelector {
        @Override
        public @Nullable Object evaluate(Map<String, Object> message) {
            Boolean value = asCondition(operand, message);
            return value == null ? null : !value;
        }

        @Override
        public void print(Printer out) {
            out.word("NOT");
            out.child(operand, NOT);
        }

        @Override
        public int strength() {
            return NOT;
        }
    }

    record Logic(NaiveSelector left, String operator, NaiveSelector right) implements NaiveSelector {
        @Override
        public @Nullable Object evaluate(Map<String, Object> message) {
            Boolean a = asCondition(left, message);
            Boolean b = asCondition(right, message);
            Boolean decisive = operator.equals("OR");
            if (decisive.equals(a) || decisive.equals(b)) {
                return decisive;
            }
            return (a == null || b == null) ? null : !decisive;
        }

        @Override
        public void print(Printer out) {
            out.child(left, strength());
            out.word(operator);
            out.child(right, strength());
        }

        @Override
        public int strength() {
            return operator.equals("OR") ? OR : AND;
        }
    }

    record Between(NaiveSelector value, boolean negated, NaiveSelector low, NaiveSelector high)
            implements NaiveSelector {
        @Override
        public @Nullable Object evaluate(Map<String, Object> message) {
            return negated
                    ? new Logic(new Compare(value, "<", low), "OR", new Compare(value, ">", high)).evaluate(message)
                    : new Logic(new Compare(value, ">=", low), "AND", new Compare(value, "<=", high)).evaluate(message);
        }

        @Override
        public void print(Printer out) {
            out.child(value, SUM);
            if (negated) {
                out.word("NOT");
            }
            out.word("BETWEEN");
            out.child(low, SUM);
            out.word("AND");
            out.child(high, SUM);
        }

        @Override
        public int strength() {
            return PREDICATE;
        }
    }

    record In(Name name, boolean negated, List<String> strings) implements NaiveSelector {
        @Override
        public @Nullable Object evaluate(Map<String, Object> message) {
            if (!(name.evaluate(message) instanceof String)) {
                return null;
            }
            NaiveSelector chain = new Literal("FALSE", false);
            for (String string : strings) {
                chain = new Logic(chain, "OR", new Compare(name, "=", new Literal("", string)));
            }
            return negated ? new Not(chain).evaluate(message) : chain.evaluate(message);
        }

        @Override
        public void print(Printer out) {
            out.child(name, PRIMARY);
            if (negated) {
                out.word("NOT");
            }
            out.word("IN");
            out.token("(");
            for (int i = 0; i < strings.size(); i++) {
                if (i > 0) {
                    out.token(",");
                }
                out.string(strings.get(i));
            }
            out.token(")");
        }

        @Override
        public int strength() {
            return PREDICATE;
        }
    }

    /** The pattern is given as its parts: "%" and "_" are wildcards, everything else is itself. */
    record Like(Name name, boolean negated, List<String> parts, List<Boolean> wildcards, String escape)
            implements NaiveSelector {
        @Override
        public @Nullable Object evaluate(Map<String, Object> message) {
            Object value = name.evaluate(message);
            if (value == null) {
                return null;
            }
            StringBuilder regex = new StringBuilder();
            for (int i = 0; i < parts.size(); i++) {
                String part = parts.get(i);
                regex.append(!wildcards.get(i) ? Pattern.quote(part) : part.equals("%") ? ".*" : ".");
            }
            boolean matches = value instanceof String string
                    && Pattern.compile(regex.toString(), Pattern.DOTALL)
                            .matcher(string)
                            .matches();
            return matches != negated;
        }

        @Override
        public void print(Printer out) {
            StringBuilder pattern = new StringBuilder();
            for (int i = 0; i < parts.size(); i++) {
                String part = parts.get(i);
                boolean needsEscape =
                        !wildcards.get(i) && (part.equals("%") || part.equals("_") || part.equals(escape));
                pattern.append(needsEscape ? escape : "").append(part);
            }
            out.child(name, PRIMARY);
            if (negated) {
                out.word("NOT");
            }
            out.word("LIKE");
            out.string(pattern.toString());
            if (!escape.isEmpty()) {
                out.word("ESCAPE");
                out.string(escape);
            }
        }

        @Override
        public int strength() {
            return PREDICATE;
        }
    }

    record IsNull(Name name, boolean negated) implements NaiveSelector {
        @Override
        public Object evaluate(Map<String, Object> message) {
            return (name.evaluate(message) == null) != negated;
        }

        @Override
        public void print(Printer out) {
            out.child(name, PRIMARY);
            out.word("IS");
            if (negated) {
                out.word("NOT");
            }
            out.word("NULL");
        }

        @Override
        public int strength() {
            return PREDICATE;
        }
    }

    /** The value of a condition: what is not boolean is false, as if it were compared with TRUE. */
    static @Nullable Boolean asCondition(NaiveSelector selector, Map<String, Object> message) {
        Object value = selector.evaluate(message);
        if (value == null) {
            return null;
        }
        return value instanceof Boolean truth && truth;
    }

    /** Writes a selector with the brackets that it needs, and some that it does not. */
    interface Printer {
        void token(String text);

        /** A reserved word, in any case. */
        void word(String word);

        void string(String value);

        /** Writes a part, in brackets if it binds more loosely than required. */
        void child(NaiveSelector child, int requiredStrength);
    }
}
