package io.corduroy.selector;

import org.jspecify.annotations.Nullable;

/** The comparison operators, with the rules for what may be compared with what (3.8.1.1). */
enum Relation {
    EQUAL("="),
    UNEQUAL("<>"),
    LESS("<"),
    LESS_OR_EQUAL("<="),
    GREATER(">"),
    GREATER_OR_EQUAL(">=");

    private final String symbol;

    Relation(String symbol) {
        this.symbol = symbol;
    }

    String symbol() {
        return symbol;
    }

    /** Returns whether this asks for an order, which only numbers have. */
    boolean isOrdering() {
        return this != EQUAL && this != UNEQUAL;
    }

    /** Unknown if a value is; false for values of unlike types, even for {@code <>}. */
    Truth test(@Nullable Object left, @Nullable Object right) {
        if (left == null || right == null) {
            return Truth.UNKNOWN;
        }
        if (left instanceof String || left instanceof Boolean) {
            return Truth.of(
                    left.getClass() == right.getClass() && !isOrdering() && left.equals(right) == (this == EQUAL));
        }
        return Truth.of(testNumbers(left, right));
    }

    private boolean testNumbers(Object left, Object right) {
        Promotion common = Promotion.of(left, right);
        if (common == Promotion.NONE) {
            return false;
        }
        Number a = (Number) left;
        Number b = (Number) right;
        return switch (common) {
            case INT, LONG -> holds(a.longValue(), b.longValue());
            case FLOAT -> holds(a.floatValue(), b.floatValue()); // a long becomes a float here, as in Java
            default -> holds(a.doubleValue(), b.doubleValue());
        };
    }

    private boolean holds(long left, long right) {
        return switch (this) {
            case EQUAL -> left == right;
            case UNEQUAL -> left != right;
            case LESS -> left < right;
            case LESS_OR_EQUAL -> left <= right;
            case GREATER -> left > right;
            case GREATER_OR_EQUAL -> left >= right;
        };
    }

    /** With Java's operators rather than Double.compare: NaN is unequal to all, 0.0 equals -0.0. */
    private boolean holds(double left, double right) {
        return switch (this) {
            case EQUAL -> left == right;
            case UNEQUAL -> left != right;
            case LESS -> left < right;
            case LESS_OR_EQUAL -> left <= right;
            case GREATER -> left > right;
            case GREATER_OR_EQUAL -> left >= right;
        };
    }
}
