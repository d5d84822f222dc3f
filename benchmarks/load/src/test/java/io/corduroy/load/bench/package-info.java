/** Tests of the comparison. */
@org.jspecify.annotations.NullMarked
package io.corduroy.load.bench;
