/** Tests that the benchmarks run. */
@org.jspecify.annotations.NullMarked
package io.corduroy.micro;
