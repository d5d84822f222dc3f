/** What single operations cost: codecs, the log's batches, lanes, selectors, and a message's way through a partition. */
@org.jspecify.annotations.NullMarked
package io.corduroy.micro;
