package org.penah.intake.routing;

import org.eclipse.microprofile.config.spi.Converter;

/** Lets the configuration hand the secret over in its own type. */
public final class FormSecretConverter implements Converter<FormSecret> {

    @Override
    public FormSecret convert(String value) {
        return new FormSecret(value);
    }
}
