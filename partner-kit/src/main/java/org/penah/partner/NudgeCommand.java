package org.penah.partner;

import java.io.IOException;
import java.util.concurrent.Callable;
import org.penah.partner.attention.NudgeFile;
import org.penah.partner.attention.NudgeSender;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

@Command(
        name = "nudge",
        description =
                "Sends one nudge now, as nudge.json in your folder says, to see whether it reaches you. receive sends"
                        + " them when nobody looks at an alert.",
        mixinStandardHelpOptions = true)
final class NudgeCommand implements Callable<Integer> {

    @Mixin
    private final HomeOptions options = new HomeOptions();

    @Override
    public Integer call() throws IOException, InterruptedException {
        NudgeFile file = NudgeFile.read(options.home().nudgeFile());
        if (!file.isOnBeat()) {
            System.out.println(NudgeFile.SHOWS);
        }
        boolean rung = NudgeSender.ringNow(file, System.out);
        System.out.println(rung ? "Sent. Look whether it has come." : "Not all were sent.");
        return rung ? 0 : 1;
    }
}
