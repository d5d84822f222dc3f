/** Eclipse OpenMQ, set up as its documentation says. */
package io.corduroy.contender;
