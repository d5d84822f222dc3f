/** Whose conformance is asked about: what the tests by section need to know of a provider, and Corduroy in two ways. */
@NullMarked
package io.corduroy.conformance.provider;

import org.jspecify.annotations.NullMarked;
