/** When so much is new for one audience that it is told together, and what such a message holds. */
@NullMarked
package dev.iris.notifier.storm;

import org.jspecify.annotations.NullMarked;
