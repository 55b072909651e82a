/**
 * The key manifest: what an organisation's root key says that sources may seal to, until when, and which scripts the
 * form serves.
 */
@NullMarked
package org.penah.sealing.manifest;

import org.jspecify.annotations.NullMarked;
