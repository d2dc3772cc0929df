/**
 * The events that Iris' services tell each other, as they travel over Redis Streams: one record an event, one envelope around
 * each, one golden JSON a type. Changes are additive only. No event carries a secret.
 */
@NullMarked
package dev.iris.events;

import org.jspecify.annotations.NullMarked;
