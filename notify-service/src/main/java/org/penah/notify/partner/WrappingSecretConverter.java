package org.penah.notify.partner;

import org.eclipse.microprofile.config.spi.Converter;

/** Lets the configuration hand the secret over in its own type. */
public final class WrappingSecretConverter implements Converter<WrappingSecret> {

    @Override
    public WrappingSecret convert(String value) {
        return new WrappingSecret(value);
    }
}
