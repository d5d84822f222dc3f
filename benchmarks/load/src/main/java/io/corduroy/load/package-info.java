/** Drives any Jakarta Messaging provider with a load, judges what arrives, and records how long it took. */
@org.jspecify.annotations.NullMarked
package io.corduroy.load;
