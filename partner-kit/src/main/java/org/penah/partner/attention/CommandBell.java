package org.penah.partner.attention;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Runs a command of the administrator's, as it is written, with the words on its standard input. */
record CommandBell(List<String> command) implements Bell {

    private static final int SECONDS = 30;

    @Override
    public void ring(String words) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(command)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        try (var input = process.getOutputStream()) {
            input.write((words + "\n").getBytes(StandardCharsets.UTF_8));
        } catch (IOException notRead) {
            // A command may have no use for the words.
        }
        if (!process.waitFor(SECONDS, TimeUnit.SECONDS)) {
            process.destroyForcibly();
            throw new IOException("the command did not end within " + SECONDS + " seconds");
        }
        if (process.exitValue() != 0) {
            throw new IOException("the command ended with " + process.exitValue());
        }
    }
}
