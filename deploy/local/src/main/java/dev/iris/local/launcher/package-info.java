/** Starts PostgreSQL, Redis, the services and the gateway as processes, keeps them running, and ends them. */
@NullMarked
package dev.iris.local.launcher;

import org.jspecify.annotations.NullMarked;
