package org.penah.triage.blob;

import io.smallrye.mutiny.Multi;
import io.vertx.core.buffer.Buffer;

/**
 * A sealed tip on its way out.
 *
 * @param size in bytes
 * @param content read only as fast as it is taken; must be subscribed to once, and closes what it reads when it ends
 */
public record Blob(long size, Multi<Buffer> content) {}
