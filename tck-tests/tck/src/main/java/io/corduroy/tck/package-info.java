/** Runs the tests of the Jakarta Messaging TCK that need no container against Corduroy, from classes that its user brings. */
@NullMarked
package io.corduroy.tck;

import org.jspecify.annotations.NullMarked;
