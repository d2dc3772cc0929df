/** The file of hashed API keys that all services read. */
@NullMarked
package dev.iris.local.keys;

import org.jspecify.annotations.NullMarked;
