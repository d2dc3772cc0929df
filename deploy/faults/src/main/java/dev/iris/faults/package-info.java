/**
 * {@code ./iris test faults}: breaks a whole Iris in every way at hand while alerts come in, and compares what arrived with what was
 * sent. Nothing may be lost; a double must be one that no sender could have avoided.
 */
@NullMarked
package dev.iris.faults;

import org.jspecify.annotations.NullMarked;
