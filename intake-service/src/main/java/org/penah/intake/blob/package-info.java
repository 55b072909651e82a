/** Where sealed tips are kept: this service can put a blob there and can never read, list or delete one. */
@NullMarked
package org.penah.intake.blob;

import org.jspecify.annotations.NullMarked;
