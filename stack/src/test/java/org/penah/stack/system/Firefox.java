package org.penah.stack.system;

import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.penah.testbed.program.Command;

/**
 * Firefox ESR, from which Tor Browser is made, behind a SOCKS proxy. Playwright drives only its own
 * Firefox, so this speaks Marionette, the protocol that Firefox itself has: JSON arrays
 * {@code [0, number, command, parameters]}, each after its length and a colon.
 */
final class Firefox implements SourcesBrowser, AutoCloseable {

    private static final Duration PATIENCE = Duration.ofMinutes(1);

    /** The name that WebDriver gives to the field that holds an element's id. */
    private static final String ELEMENT = "element-6066-11e4-a52e-4f735466cecf";

    private static final ObjectMapper JSON = new ObjectMapper();

    private final Process process;
    private final Socket socket;
    private int number;

    private Firefox(Process process, Socket socket) {
        this.process = process;
        this.socket = socket;
    }

    /** Set as Tor Browser sets them, as far as they matter here; and silent on its own. */
    private static Map<String, Object> preferences(int socksPort, boolean script) {
        Map<String, Object> preferences = new LinkedHashMap<>();
        preferences.put("javascript.enabled", script);
        preferences.put("network.proxy.type", 1);
        preferences.put("network.proxy.socks", "127.0.0.1");
        preferences.put("network.proxy.socks_port", socksPort);
        preferences.put("network.proxy.socks_version", 5);
        preferences.put("network.proxy.socks_remote_dns", true);
        preferences.put("network.dns.blockDotOnion", false);
        preferences.put("network.http.referer.hideOnionSource", true);
        preferences.put("dom.securecontext.allowlist_onions", true);
        preferences.put("marionette.port", 0);
        preferences.put("app.update.enabled", false);
        preferences.put("network.captive-portal-service.enabled", false);
        preferences.put("network.connectivity-service.enabled", false);
        return preferences;
    }

    /**
     * At Tor Browser's safest level, without script. Skips the test, and says so, where there is none.
     *
     * @param profile an empty folder
     */
    static Firefox startOrSkip(Path profile, int socksPort) throws IOException {
        return startOrSkip(profile, socksPort, false);
    }

    /** The same at Tor Browser's standard level, which runs script, if asked. */
    static Firefox startOrSkip(Path profile, int socksPort, boolean script) throws IOException {
        Files.writeString(
                profile.resolve("user.js"),
                preferences(socksPort, script).entrySet().stream()
                        .map(each ->
                                "user_pref(\"%s\", %s);\n".formatted(each.getKey(), JSON.valueToTree(each.getValue())))
                        .collect(Collectors.joining()));
        Process process = Command.orSkip(
                        "firefox-esr",
                        "--headless",
                        "--no-remote",
                        "--marionette",
                        // For the size of pages; versions before 138 need no leave.
                        "--remote-allow-system-access",
                        "--profile",
                        profile.toString())
                .output(profile.resolve("firefox.log"))
                .start();
        try {
            Path port = profile.resolve("MarionetteActivePort");
            await().atMost(PATIENCE).until(() -> Files.exists(port) && Files.size(port) > 0);
            Socket socket = new Socket(
                    InetAddress.getLoopbackAddress(),
                    Integer.parseInt(Files.readString(port).trim()));
            socket.setSoTimeout((int) PATIENCE.toMillis());
            Firefox firefox = new Firefox(process, socket);
            firefox.read();
            firefox.command("WebDriver:NewSession", Map.of());
            return firefox;
        } catch (IOException | RuntimeException e) {
            process.destroyForcibly();
            throw e;
        }
    }

    @Override
    public void open(String url) throws IOException {
        command("WebDriver:Navigate", Map.of("url", url));
    }

    @Override
    public void click(String selector) throws IOException {
        command("WebDriver:ElementClick", Map.of("id", find(selector)));
    }

    @Override
    public void type(String selector, String text) throws IOException {
        command("WebDriver:ElementSendKeys", Map.of("id", find(selector), "text", text));
    }

    @Override
    public String text(String selector) throws IOException {
        return command("WebDriver:GetElementText", Map.of("id", find(selector))).asText();
    }

    @Override
    public String value(String selector) throws IOException {
        return command("WebDriver:GetElementProperty", Map.of("id", find(selector), "name", "value"))
                .asText();
    }

    @Override
    public void attach(String selector, Path file) throws IOException {
        type(selector, file.toString());
    }

    /** A click returns before the next page is there. */
    @Override
    public void waitFor(String selector) {
        await().atMost(PATIENCE).ignoreExceptions().until(() -> !find(selector).isEmpty());
    }

    /** Gives pages the size of a phone's screen, in CSS pixels; a window cannot be so narrow. */
    void shrinkPages(int width, int height) throws IOException {
        command("Marionette:SetContext", Map.of("value", "chrome"));
        command("WebDriver:ExecuteScript", Map.of("script", """
                        const style = gBrowser.selectedBrowser.style;
                        for (const [name, value] of [["width", arguments[0]], ["height", arguments[1]]]) {
                            for (const bound of ["", "min-", "max-"]) style.setProperty(bound + name, value + "px");
                        }""", "args", List.of(width, height)));
        command("Marionette:SetContext", Map.of("value", "content"));
    }

    /** The whole page, as PNG. */
    byte[] picture() throws IOException {
        return Base64.getDecoder()
                .decode(command("WebDriver:TakeScreenshot", Map.of("full", true))
                        .asText());
    }

    private String find(String selector) throws IOException {
        return command("WebDriver:FindElement", Map.of("using", "css selector", "value", selector))
                .path(ELEMENT)
                .asText();
    }

    private JsonNode command(String name, Map<String, ?> parameters) throws IOException {
        number++;
        byte[] message = JSON.writeValueAsBytes(new Object[] {0, number, name, parameters});
        socket.getOutputStream().write((message.length + ":").getBytes(StandardCharsets.US_ASCII));
        socket.getOutputStream().write(message);
        JsonNode answer = read();
        if (!answer.path(2).isNull()) {
            throw new IOException(name + ": " + answer.path(2).path("message").asText());
        }
        return answer.path(3).has("value") ? answer.path(3).path("value") : answer.path(3);
    }

    private JsonNode read() throws IOException {
        InputStream in = socket.getInputStream();
        int length = 0;
        for (int next = in.read(); next != ':'; next = in.read()) {
            if (next < 0) {
                throw new EOFException("Firefox is gone");
            }
            length = 10 * length + Character.digit(next, 10);
        }
        return JSON.readTree(in.readNBytes(length));
    }

    @Override
    public void close() throws IOException {
        socket.close();
        process.descendants().forEach(ProcessHandle::destroyForcibly);
        process.destroyForcibly().onExit().join();
    }
}
