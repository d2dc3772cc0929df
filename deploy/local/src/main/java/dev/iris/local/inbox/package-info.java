/** Stands in for Teams, a mail server and webhook receivers, and shows what arrived as its reader would see it. */
@NullMarked
package dev.iris.local.inbox;

import org.jspecify.annotations.NullMarked;
