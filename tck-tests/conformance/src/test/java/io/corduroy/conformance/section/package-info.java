/** The specification, Jakarta Messaging 3.1, section by section, for any provider; {@code SECTIONS.md} is the table. */
@NullMarked
package io.corduroy.conformance.section;

import org.jspecify.annotations.NullMarked;
