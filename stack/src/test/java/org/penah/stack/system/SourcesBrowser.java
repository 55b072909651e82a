package org.penah.stack.system;

import com.microsoft.playwright.Page;
import java.io.IOException;
import java.nio.file.Path;

/** What a source does in a browser, whichever it is; things are found by CSS selectors. */
interface SourcesBrowser {

    void open(String url) throws IOException;

    void click(String selector) throws IOException;

    void type(String selector, String text) throws IOException;

    void attach(String selector, Path file) throws IOException;

    /** Returns once the page holds it. */
    void waitFor(String selector);

    String text(String selector) throws IOException;

    /** What a field holds. */
    String value(String selector) throws IOException;

    /** In Chromium. */
    static SourcesBrowser of(Page page) {
        return new SourcesBrowser() {

            @Override
            public void open(String url) {
                page.navigate(url);
            }

            @Override
            public void click(String selector) {
                page.locator(selector).click();
            }

            @Override
            public void type(String selector, String text) {
                page.locator(selector).fill(text);
            }

            @Override
            public void attach(String selector, Path file) {
                page.locator(selector).setInputFiles(file);
            }

            @Override
            public void waitFor(String selector) {
                page.locator(selector).first().waitFor();
            }

            @Override
            public String text(String selector) {
                return page.locator(selector).innerText();
            }

            @Override
            public String value(String selector) {
                return page.locator(selector).inputValue();
            }
        };
    }
}
