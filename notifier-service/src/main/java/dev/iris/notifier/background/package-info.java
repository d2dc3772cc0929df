/** Work that nobody's request asks for: where it runs, and in whose trace. */
@NullMarked
package dev.iris.notifier.background;

import org.jspecify.annotations.NullMarked;
