/** An S3-compatible object store of the test's own. */
@NullMarked
package org.penah.testbed.bucket;

import org.jspecify.annotations.NullMarked;
