/**
 * How long what came in is kept. What goes leaves its figures behind, so that the ledger goes on balancing over any time.
 */
@NullMarked
package dev.iris.incident.retention;

import org.jspecify.annotations.NullMarked;
