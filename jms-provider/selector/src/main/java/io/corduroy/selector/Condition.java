package io.corduroy.selector;

import java.util.List;
import java.util.Set;

/** A part of a selector that is true, false or unknown for a message. */
sealed interface Condition extends Expression {
    Truth test(MessageView view, Accumulator[] accumulators);

    /** TRUE or FALSE. */
    record Always(Truth truth) implements Condition {
        @Override
        public Truth test(MessageView view, Accumulator[] accumulators) {
            return truth;
        }
    }

    /** An identifier alone, which has to have a boolean value: the same as comparing it with TRUE. */
    record Flag(Operand operand) implements Condition {
        @Override
        public Truth test(MessageView view, Accumulator[] accumulators) {
            return Relation.EQUAL.test(operand.value(view, accumulators), true);
        }
    }

    record Not(Condition condition) implements Condition {
        @Override
        public Truth test(MessageView view, Accumulator[] accumulators) {
            return condition.test(view, accumulators).not();
        }
    }

    record And(List<Condition> conditions) implements Condition {
        @Override
        public Truth test(MessageView view, Accumulator[] accumulators) {
            Truth truth = Truth.TRUE;
            for (int i = 0; i < conditions.size() && truth != Truth.FALSE; i++) {
                truth = truth.and(conditions.get(i).test(view, accumulators));
            }
            return truth;
        }
    }

    record Or(List<Condition> conditions) implements Condition {
        @Override
        public Truth test(MessageView view, Accumulator[] accumulators) {
            Truth truth = Truth.FALSE;
            for (int i = 0; i < conditions.size() && truth != Truth.TRUE; i++) {
                truth = truth.or(conditions.get(i).test(view, accumulators));
            }
            return truth;
        }
    }

    record Comparison(Operand left, Relation relation, Operand right) implements Condition {
        @Override
        public Truth test(MessageView view, Accumulator[] accumulators) {
            Object leftValue = left.value(view, accumulators);
            return leftValue == null ? Truth.UNKNOWN : relation.test(leftValue, right.value(view, accumulators));
        }
    }

    record Between(Operand operand, Operand low, Operand high) implements Condition {
        @Override
        public Truth test(MessageView view, Accumulator[] accumulators) {
            Object value = operand.value(view, accumulators);
            Truth above = Relation.GREATER_OR_EQUAL.test(value, low.value(view, accumulators));
            return above.and(Relation.LESS_OR_EQUAL.test(value, high.value(view, accumulators)));
        }
    }

    /** Not the negation of BETWEEN: both are false for a value that is no number (3.8.1.1 gives the equivalents). */
    record NotBetween(Operand operand, Operand low, Operand high) implements Condition {
        @Override
        public Truth test(MessageView view, Accumulator[] accumulators) {
            Object value = operand.value(view, accumulators);
            Truth below = Relation.LESS.test(value, low.value(view, accumulators));
            return below.or(Relation.GREATER.test(value, high.value(view, accumulators)));
        }
    }

    /** Unknown for a value that is no string, so that NOT IN is not true for it either; the official TCK asks for that. */
    record In(Operand identifier, Set<String> strings) implements Condition {
        @Override
        public Truth test(MessageView view, Accumulator[] accumulators) {
            Object value = identifier.value(view, accumulators);
            return value instanceof String string ? Truth.of(strings.contains(string)) : Truth.UNKNOWN;
        }
    }

    record Like(Operand identifier, LikePattern pattern) implements Condition {
        @Override
        public Truth test(MessageView view, Accumulator[] accumulators) {
            Object value = identifier.value(view, accumulators);
            if (value == null) {
                return Truth.UNKNOWN;
            }
            return Truth.of(value instanceof String string && pattern.matches(string));
        }
    }

    record IsNull(Operand identifier) implements Condition {
        @Override
        public Truth test(MessageView view, Accumulator[] accumulators) {
            return Truth.of(identifier.value(view, accumulators) == null);
        }
    }
}
