/** What a connection knows and decides, without threads, locks, clock or sockets: requests, credit, transactions, resumption. */
@NullMarked
package io.corduroy.client.engine;

import org.jspecify.annotations.NullMarked;
