/** Apache Artemis as a provider under test: what it says to a rule that is doubtful. */
@NullMarked
package io.corduroy.conformance.artemis;

import org.jspecify.annotations.NullMarked;
