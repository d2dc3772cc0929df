@NullMarked
package dev.iris.faults;

import org.jspecify.annotations.NullMarked;
