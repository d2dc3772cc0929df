/** Iris as a whole, started as its users start it and looked at from outside, with real peers around it. */
@NullMarked
package dev.iris.acceptance;

import org.jspecify.annotations.NullMarked;
