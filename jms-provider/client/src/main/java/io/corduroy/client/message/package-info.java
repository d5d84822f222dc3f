/** Messages as applications hold them: headers, properties and the five kinds of body (Jakarta Messaging 3.1, chapter 3). */
@NullMarked
package io.corduroy.client.message;

import org.jspecify.annotations.NullMarked;
