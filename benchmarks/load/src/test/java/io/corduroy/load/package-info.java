/** Tests of the load and of its judgment. */
@org.jspecify.annotations.NullMarked
package io.corduroy.load;
