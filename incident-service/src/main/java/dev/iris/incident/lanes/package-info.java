/** Many messages at a time, and yet in order where order matters. */
@NullMarked
package dev.iris.incident.lanes;

import org.jspecify.annotations.NullMarked;
