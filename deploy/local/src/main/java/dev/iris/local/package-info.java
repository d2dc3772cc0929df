/** Local mode: the whole of Iris on one machine, started by one command. */
@NullMarked
package dev.iris.local;

import org.jspecify.annotations.NullMarked;
