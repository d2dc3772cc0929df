/** The digest service; its features are packages below this one. */
@NullMarked
package dev.iris.digest;

import org.jspecify.annotations.NullMarked;
