package io.corduroy.selector;

import org.jspecify.annotations.Nullable;

/** Holds the result of one arithmetic part of a selector while one message is looked at: a number that can be changed. */
final class Accumulator extends Number {
    private static final long serialVersionUID = 1L;

    private Promotion type = Promotion.INT;
    private long exact;
    private double approximate;

    Promotion type() {
        return type;
    }

    /** Takes the value of {@code left operator right} and returns itself, null if it is unknown, or no number. */
    @Nullable
    Object set(Arithmetic operator, Object left, Object right) {
        Promotion common = Promotion.of(left, right);
        if (common == Promotion.NONE) {
            return Operand.NO_NUMBER;
        }
        Number a = (Number) left;
        Number b = (Number) right;
        boolean isExact = common == Promotion.INT || common == Promotion.LONG;
        if (isExact && operator == Arithmetic.DIVIDED_BY && b.longValue() == 0) {
            return null; // Java would throw; here nothing is known about the quotient, as with SQL's NULL
        }
        return switch (common) {
            case INT -> setExact(common, operator.apply(a.intValue(), b.intValue()));
            case LONG -> setExact(common, operator.apply(a.longValue(), b.longValue()));
            case FLOAT -> setApproximate(common, operator.apply(a.floatValue(), b.floatValue()));
            case DOUBLE -> setApproximate(common, operator.apply(a.doubleValue(), b.doubleValue()));
            case NONE -> throw new IllegalStateException("arithmetic on something else than numbers");
        };
    }

    /** Takes the value of a number, or of minus that number, after unary promotion, and returns itself. */
    Accumulator setSigned(boolean negative, Number number) {
        Promotion promoted = Promotion.of(number);
        return switch (promoted) {
            case INT -> setExact(promoted, negative ? -number.intValue() : number.intValue());
            case LONG -> setExact(promoted, negative ? -number.longValue() : number.longValue());
            case FLOAT -> setApproximate(promoted, negative ? -number.floatValue() : number.floatValue());
            case DOUBLE -> setApproximate(promoted, negative ? -number.doubleValue() : number.doubleValue());
            case NONE -> throw new IllegalStateException("a sign before something else than a number");
        };
    }

    private Accumulator setExact(Promotion newType, long value) {
        type = newType;
        exact = value;
        return this;
    }

    private Accumulator setApproximate(Promotion newType, double value) {
        type = newType;
        approximate = value;
        return this;
    }

    private boolean isExact() {
        return type == Promotion.INT || type == Promotion.LONG;
    }

    @Override
    public int intValue() {
        return isExact() ? (int) exact : (int) approximate;
    }

    @Override
    public long longValue() {
        return isExact() ? exact : (long) approximate;
    }

    @Override
    public float floatValue() {
        return isExact() ? (float) exact : (float) approximate;
    }

    @Override
    public double doubleValue() {
        return isExact() ? (double) exact : approximate;
    }
}
