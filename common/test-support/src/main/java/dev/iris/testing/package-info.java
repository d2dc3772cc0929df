/**
 * What tests need around them: PostgreSQL, Redis, and sinks that stand for the rest of the world. Test scope only; everything
 * listens on loopback, on ports that the system gives.
 */
@NullMarked
package dev.iris.testing;

import org.jspecify.annotations.NullMarked;
