/// `.databrickscfg`, the INI file of profiles that Databricks' clients share: read, and one profile of it written.
@NullMarked
package dev.lakegate.clients.databrickscfg;

import org.jspecify.annotations.NullMarked;
