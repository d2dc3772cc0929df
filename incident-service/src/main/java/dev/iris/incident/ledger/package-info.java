/**
 * Three equations that hold at any moment: every alert received is accounted for, every piece of news has exactly one current
 * decision, every delivery has a state. Always counted from the rows themselves, never from a remainder.
 */
@NullMarked
package dev.iris.incident.ledger;

import org.jspecify.annotations.NullMarked;
