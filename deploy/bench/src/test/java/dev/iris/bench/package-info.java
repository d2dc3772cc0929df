/** What the bench makes of what it measures; that it measures is for deploy/acceptance. */
@NullMarked
package dev.iris.bench;

import org.jspecify.annotations.NullMarked;
