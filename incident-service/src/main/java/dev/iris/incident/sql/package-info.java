/** The little that every feature needs to speak set-based SQL to PostgreSQL. */
@NullMarked
package dev.iris.incident.sql;

import org.jspecify.annotations.NullMarked;
