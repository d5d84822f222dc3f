/** The interface as the specification describes it, section by section, over an embedded node. */
@NullMarked
package io.corduroy.conformance;

import org.jspecify.annotations.NullMarked;
