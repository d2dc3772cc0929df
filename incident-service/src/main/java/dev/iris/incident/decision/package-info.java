/**
 * Decides about each piece of news and remembers it: who is to be told, in which words, and what became of that. The notifier
 * tells; this feature learns from its events.
 */
@NullMarked
package dev.iris.incident.decision;

import org.jspecify.annotations.NullMarked;
