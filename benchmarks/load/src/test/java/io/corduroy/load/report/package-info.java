/** Tests of the page that is made of what was measured. */
@org.jspecify.annotations.NullMarked
package io.corduroy.load.report;
