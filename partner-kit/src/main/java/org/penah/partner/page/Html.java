package org.penah.partner.page;

/** Writes HTML; everything except our own markup passes through {@link #text}. */
final class Html {

    private final StringBuilder html = new StringBuilder(16 * 1024);

    /** Our own markup, with escaped values in place of {@code %s}. */
    Html markup(String template, Object... values) {
        Object[] escaped = new Object[values.length];
        for (int i = 0; i < values.length; i++) {
            escaped[i] = escape(String.valueOf(values[i]));
        }
        html.append(template.formatted(escaped));
        return this;
    }

    Html text(String words) {
        html.append(escape(words));
        return this;
    }

    static String escape(String words) {
        return words.replace("&", "&amp;")
                .replace("<", "&lt;")
                .replace(">", "&gt;")
                .replace("\"", "&quot;")
                .replace("'", "&#39;");
    }

    @Override
    public String toString() {
        return html.toString();
    }
}
