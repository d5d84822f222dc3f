/** Compares providers: each workload in rounds, provider by provider, servers and clients in processes of their own. */
@org.jspecify.annotations.NullMarked
package io.corduroy.load.bench;
