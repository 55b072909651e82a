package org.penah.notify.egress;

import java.math.BigInteger;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Arrays;
import java.util.List;

/**
 * Decides which addresses lie on the public Internet, by IANA's special-purpose address registries (RFC 6890).
 *
 * <p>IPv6 is refused unless it is global unicast: what is assigned later stays closed until somebody has looked at it.
 */
final class PublicAddress {

    private static final List<Block> CLOSED_V4 = blocks(
            "0.0.0.0/8",
            "10.0.0.0/8",
            "100.64.0.0/10",
            "127.0.0.0/8",
            "169.254.0.0/16",
            "172.16.0.0/12",
            "192.0.0.0/24",
            "192.0.2.0/24",
            "192.31.196.0/24",
            "192.52.193.0/24",
            "192.88.99.0/24",
            "192.168.0.0/16",
            "192.175.48.0/24",
            "198.18.0.0/15",
            "198.51.100.0/24",
            "203.0.113.0/24",
            "224.0.0.0/4",
            "240.0.0.0/4");

    private static final List<Block> OPEN_V6 = blocks("2000::/3");

    // Protocol assignments with Teredo, documentation, 6to4, AS112, documentation, segment routing.
    private static final List<Block> CLOSED_V6 =
            blocks("2001::/23", "2001:db8::/32", "2002::/16", "2620:4f:8000::/48", "3fff::/20", "5f00::/16");

    private record Block(int length, int bits, BigInteger prefix) {

        boolean contains(InetAddress address) {
            byte[] bytes = address.getAddress();
            return bytes.length == length
                    && new BigInteger(1, bytes).shiftRight(8 * length - bits).equals(prefix);
        }
    }

    private PublicAddress() {}

    /** An IPv4 address inside an IPv6 one (::ffff:a.b.c.d) is looked at as the IPv4 address that Java makes of it. */
    static boolean is(InetAddress address) {
        if (address.getAddress().length == 4) {
            return CLOSED_V4.stream().noneMatch(block -> block.contains(address));
        }
        return OPEN_V6.stream().anyMatch(block -> block.contains(address))
                && CLOSED_V6.stream().noneMatch(block -> block.contains(address));
    }

    private static List<Block> blocks(String... texts) {
        return Arrays.stream(texts).map(PublicAddress::block).toList();
    }

    private static Block block(String text) {
        String[] parts = text.split("/", 2);
        int bits = Integer.parseInt(parts[1]);
        try {
            byte[] first = InetAddress.getByName(parts[0]).getAddress();
            return new Block(first.length, bits, new BigInteger(1, first).shiftRight(8 * first.length - bits));
        } catch (UnknownHostException notAnAddress) {
            throw new IllegalArgumentException(notAnAddress);
        }
    }
}
