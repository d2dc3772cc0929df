/** Query parameters of this service's reads: taken as text, refused with the field's name. */
@NullMarked
package dev.iris.incident.http;

import org.jspecify.annotations.NullMarked;
