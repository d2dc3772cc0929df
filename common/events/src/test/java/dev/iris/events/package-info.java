@NullMarked
package dev.iris.events;

import org.jspecify.annotations.NullMarked;
