/** Makes a page of the runs that were measured: percentiles, throughput, costs, and ratios against targets. */
@org.jspecify.annotations.NullMarked
package io.corduroy.load.report;
