package io.corduroy.selector;

/** A part of a selector: one that is true, false or unknown, or one that has a value to compare or to compute with. */
sealed interface Expression permits Condition, Operand {}
