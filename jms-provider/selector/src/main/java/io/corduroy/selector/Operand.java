package io.corduroy.selector;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** A part of a selector that has a value: a literal, an identifier, arithmetic over both, or a condition in brackets. */
sealed interface Operand extends Expression {
    /** What arithmetic on something else than numbers yields: of no type, so not equal, not unequal, not less, not more. */
    Object NO_NUMBER = new Object();

    /**
     * Returns the value for one message.
     *
     * @param accumulators where arithmetic leaves its results, one for each arithmetic part, so that nothing is allocated
     * @return null for unknown, a Number, a String, a Boolean, or something of another type that compares with nothing
     */
    @Nullable
    Object value(MessageView view, Accumulator[] accumulators);

    /** Returns whether the value can be a number, as far as the text alone tells. */
    boolean canBeNumber();

    /** A literal. */
    record Constant(Object constant) implements Operand {
        @Override
        public Object value(MessageView view, Accumulator[] accumulators) {
            return constant;
        }

        @Override
        public boolean canBeNumber() {
            return constant instanceof Number;
        }
    }

    /** A header field or a property. */
    record Identifier(String name) implements Operand {
        @Override
        public @Nullable Object value(MessageView view, Accumulator[] accumulators) {
            return view.value(name);
        }

        @Override
        public boolean canBeNumber() {
            return true;
        }
    }

    /** A condition in brackets that is compared with a boolean value; unknown is the unknown value. */
    record Outcome(Condition condition) implements Operand {
        @Override
        public @Nullable Object value(MessageView view, Accumulator[] accumulators) {
            Truth truth = condition.test(view, accumulators);
            if (truth == Truth.UNKNOWN) {
                return null;
            }
            return truth == Truth.TRUE ? Boolean.TRUE : Boolean.FALSE;
        }

        @Override
        public boolean canBeNumber() {
            return false;
        }
    }

    /** Unary plus and minus, however many of them: they only differ by the sign that remains. */
    record Signed(boolean negative, Operand operand, int accumulator) implements Operand {
        @Override
        public @Nullable Object value(MessageView view, Accumulator[] accumulators) {
            Object value = operand.value(view, accumulators);
            if (value == null) {
                return null;
            }
            if (Promotion.of(value) == Promotion.NONE) {
                return NO_NUMBER;
            }
            return accumulators[accumulator].setSigned(negative, (Number) value);
        }

        @Override
        public boolean canBeNumber() {
            return true;
        }
    }

    /** Operators of one precedence level, applied from left to right: a sum or a product. */
    record Chain(List<Operand> operands, List<Arithmetic> operators, int accumulator) implements Operand {
        @Override
        public @Nullable Object value(MessageView view, Accumulator[] accumulators) {
            Accumulator result = accumulators[accumulator];
            Object left = operands.get(0).value(view, accumulators);
            for (int i = 0; i < operators.size() && left != null; i++) {
                Object right = operands.get(i + 1).value(view, accumulators);
                left = right == null ? null : result.set(operators.get(i), left, right);
            }
            return left;
        }

        @Override
        public boolean canBeNumber() {
            return true;
        }
    }
}
