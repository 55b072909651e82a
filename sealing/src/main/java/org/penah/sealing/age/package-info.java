/**
 * The age file format (c2sp.org/age), strict and streaming: files are sealed to recipients and opened with identities.
 *
 * <p>Start at {@link org.penah.sealing.age.AgeEncryptor} and {@link org.penah.sealing.age.AgeDecryptor}. None of the
 * types is safe for use by two threads at once, save recipients and identities that nobody destroys meanwhile.
 */
@NullMarked
package org.penah.sealing.age;

import org.jspecify.annotations.NullMarked;
