/** Shows incidents: the list with its filters, one incident with its timeline, and two small pages for people. Reads only. */
@NullMarked
package dev.iris.incident.browse;

import org.jspecify.annotations.NullMarked;
