/** Servers of other providers, set up as their documentation says. */
package io.corduroy.contender;
