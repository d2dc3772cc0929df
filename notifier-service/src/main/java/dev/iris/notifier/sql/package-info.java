/** Rows and times as the SQL client wants them. */
@NullMarked
package dev.iris.notifier.sql;

import org.jspecify.annotations.NullMarked;
