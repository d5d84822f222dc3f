package io.corduroy.selector;

/** The type to which Java's numeric promotion takes a number, from the narrowest to the widest (JLS 5.6; 3.8.1.1). */
enum Promotion {
    /** No number at all. */
    NONE,
    INT,
    LONG,
    FLOAT,
    DOUBLE;

    /** Returns the type of one value after unary promotion. */
    static Promotion of(Object value) {
        if (value instanceof Long) {
            return LONG;
        }
        if (value instanceof Integer || value instanceof Short || value instanceof Byte) {
            return INT;
        }
        if (value instanceof Double) {
            return DOUBLE;
        }
        if (value instanceof Float) {
            return FLOAT;
        }
        return value instanceof Accumulator accumulator ? accumulator.type() : NONE;
    }

    /** Returns the type that both operands of a binary operator take, or {@link #NONE} if one of them is no number. */
    static Promotion of(Object left, Object right) {
        Promotion leftType = of(left);
        Promotion rightType = of(right);
        if (leftType == NONE || rightType == NONE) {
            return NONE;
        }
        return leftType.compareTo(rightType) < 0 ? rightType : leftType;
    }
}
