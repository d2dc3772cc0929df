/** The hosts that Iris knows: one id each for ever, what people say of them, and the keys that they may show. */
@NullMarked
package dev.iris.enrollment.registry;

import org.jspecify.annotations.NullMarked;
