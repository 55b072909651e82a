package org.penah.stack.alarm;

/**
 * Describes one alarm: a row of the table.
 *
 * @param name the same for Prometheus, in the guide and for doctor
 * @param lasting for how long before Prometheus believes it, as {@code 2m}; empty for at once
 * @param summary what was found, one sentence
 * @param remedy what to do, as the guide has it, with links relative to {@code docs}
 * @param reason why the condition is as it is; empty if it is plain
 */
public record Alarm(
        String name,
        Group group,
        Severity severity,
        Condition condition,
        String lasting,
        String summary,
        String remedy,
        String reason) {

    /** What is at stake. */
    public enum Group {
        DANGER,
        WAYS,
        PARTS
    }

    /** Who is told. */
    public enum Severity {
        /** Wakes somebody. */
        PAGE,
        /** For the working day. */
        WORK,
        /** Always on, so that its absence tells. */
        NONE
    }

    static Alarm page(Group group, String name, Condition condition, String summary, String remedy) {
        return new Alarm(name, group, Severity.PAGE, condition, "", summary, remedy, "");
    }

    static Alarm work(Group group, String name, Condition condition, String summary, String remedy) {
        return new Alarm(name, group, Severity.WORK, condition, "", summary, remedy, "");
    }

    Alarm lasting(String duration) {
        return new Alarm(name, group, severity, condition, duration, summary, remedy, reason);
    }

    Alarm because(String sentence) {
        return new Alarm(name, group, severity, condition, lasting, summary, remedy, sentence);
    }
}
