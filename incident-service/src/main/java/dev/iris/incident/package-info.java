/** The incident service: from an alert that comes in to the request that somebody be told, and the books about both. */
@NullMarked
package dev.iris.incident;

import org.jspecify.annotations.NullMarked;
