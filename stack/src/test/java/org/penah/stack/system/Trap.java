package org.penah.stack.system;

import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Frame;
import com.microsoft.playwright.Page;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * Where hostile tips call home, and what tells that one of them did something: a request to here or to anywhere but our own
 * services, a dialog, a window, an error, a complaint of the browser, or its mark on a page.
 */
final class Trap implements AutoCloseable {

    private final HttpServer home;
    private final List<String> sprung = new CopyOnWriteArrayList<>();

    Trap() throws IOException {
        home = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        home.createContext("/", call -> {
            sprung.add("called home: " + call.getRequestMethod() + " " + call.getRequestURI());
            call.sendResponseHeaders(204, -1);
            call.close();
        });
        home.start();
    }

    String url() {
        return "http://127.0.0.1:" + home.getAddress().getPort();
    }

    /** What a hostile part of a tip would run. */
    String script() {
        return "window.hacked=1;document.title='hacked';new Image().src='" + url() + "/ran';alert('hacked')";
    }

    /** Watches everything that happens on a page and in what it opens. */
    void watch(Page page, Set<String> ours) {
        BrowserContext context = page.context();
        context.onRequest(request -> {
            String url = request.url();
            if (!url.startsWith("blob:") && ours.stream().noneMatch(origin -> url.startsWith(origin + "/"))) {
                sprung.add("request: " + url);
            }
        });
        context.onPage(window -> sprung.add("window: " + window.url()));
        page.onDialog(dialog -> {
            sprung.add("dialog: " + dialog.message());
            dialog.dismiss();
        });
        page.onPageError(error -> sprung.add("error: " + error));
        page.onConsoleMessage(message -> {
            if (Set.of("error", "warning").contains(message.type())) {
                sprung.add("console: " + message.text());
            }
        });
    }

    /** Everything that happened, and the marks that are on the page now. */
    List<String> sprung(Page page) {
        List<String> all = new ArrayList<>(sprung);
        for (Frame frame : page.frames()) {
            if (!Boolean.FALSE.equals(frame.evaluate("() => 'hacked' in window || document.title === 'hacked'"))) {
                all.add("mark in " + frame.url());
            }
        }
        return all;
    }

    @Override
    public void close() {
        home.stop(0);
    }
}
