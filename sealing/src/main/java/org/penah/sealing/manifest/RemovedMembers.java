package org.penah.sealing.manifest;

import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import com.fasterxml.jackson.core.JsonProcessingException;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.penah.sealing.manifest.ManifestException.Reason;
import org.penah.sealing.minisign.MinisignPublicKey;

/**
 * Says whom the key ceremony has taken out of which queue: {@code removed.json}, signed beside the manifest, for the desk alone.
 *
 * @param serial of the manifest that was signed with it
 * @param removed the oldest first
 */
@JsonPropertyOrder({"version", "serial", "removed"})
public record RemovedMembers(int version, int serial, List<RemovedMember> removed) {

    private static final int VERSION = 1;
    private static final int MOST = 2000;

    /**
     * One member's end in one queue.
     *
     * @param serial of the first manifest that was signed after it
     */
    @JsonPropertyOrder({"member", "queue", "serial"})
    public record RemovedMember(String member, String queue, int serial) {

        public RemovedMember {
            if (Stream.of(member, queue).anyMatch(name -> !Queue.isName(name)) || serial < 1) {
                throw new IllegalArgumentException("a removed member has a name, a queue and a serial");
            }
        }
    }

    public RemovedMembers {
        removed = List.copyOf(removed);
        if (version != VERSION || removed.size() > MOST) {
            throw new IllegalArgumentException("this is not version 1, or these are too many");
        }
        for (RemovedMember member : removed) {
            if (member.serial > serial) {
                throw new IllegalArgumentException("nobody leaves after the manifest that says so");
            }
        }
    }

    /** The list that is to be signed with the manifest of this serial. */
    public static RemovedMembers of(int serial, List<RemovedMember> removed) {
        return new RemovedMembers(VERSION, serial, removed);
    }

    /**
     * Reads a list that the root key signed.
     *
     * @param manifest with which it was signed
     * @throws ManifestException if the list must not be used
     */
    public static RemovedMembers verify(byte[] json, String signature, MinisignPublicKey root, KeyManifest manifest)
            throws ManifestException {
        KeyManifest.requireSigned(json, signature, root);
        RemovedMembers members;
        try {
            members = ManifestJson.MAPPER.readValue(json, RemovedMembers.class);
        } catch (IOException | RuntimeException e) {
            throw new ManifestException(Reason.MALFORMED, e);
        }
        if (members == null || !Arrays.equals(members.toJson(), json)) {
            throw new ManifestException(Reason.MALFORMED);
        }
        if (members.serial != manifest.serial()) {
            throw new ManifestException(Reason.OLD_SERIAL);
        }
        return members;
    }

    /** Those who were removed after the manifest of this serial. */
    public List<RemovedMember> since(int seen) {
        return removed.stream().filter(member -> member.serial > seen).toList();
    }

    /** What is signed. */
    public byte[] toJson() {
        try {
            return ManifestJson.MAPPER.writeValueAsBytes(this);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }
}
