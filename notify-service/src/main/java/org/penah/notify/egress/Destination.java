package org.penah.notify.egress;

import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Says where a request may go, looked up once and pinned: a name that answers otherwise a moment later changes nothing.
 *
 * @param isEncrypted whether TLS is spoken; an onion service is encrypted by Tor
 * @param address the one that was checked; null for an onion service, which Tor finds
 */
record Destination(
        String host,
        int port,
        boolean isEncrypted,
        String pathAndQuery,
        @Nullable InetAddress address) {

    private static final Pattern HOST =
            Pattern.compile("[A-Za-z0-9]([A-Za-z0-9.-]{0,251}[A-Za-z0-9])?|\\[[0-9A-Fa-f:.]+]");
    // Read as octal, hexadecimal or one number by some: nobody needs such a spelling.
    private static final Pattern ENDS_IN_A_NUMBER = Pattern.compile("(.*\\.)?([0-9]+|0[xX][0-9A-Fa-f]*)");
    private static final Pattern DECIMAL_IPV4 = Pattern.compile("((0|[1-9][0-9]{0,2})(\\.(?!$)|$)){4}");
    private static final Pattern ONION = Pattern.compile("([a-z0-9-]{1,63}\\.){0,5}[a-z2-7]{56}\\.onion");

    /**
     * Looks a URL up; blocks.
     *
     * @param allowLoopback let plain http through to a loopback address
     * @param canary let plain http through to this host and port, whatever address it has
     * @throws ForbiddenDestinationException if it, or any address that its host has, must not be reached
     * @throws UnknownHostException if its host has no address
     */
    static Destination of(URI url, boolean allowLoopback, Optional<String> canary, Resolver resolver)
            throws ForbiddenDestinationException, UnknownHostException {
        String host = url.getHost();
        boolean isHttps = "https".equals(url.getScheme());
        require(isHttps || "http".equals(url.getScheme()), "only https, or http to an onion service, is allowed");
        require(host != null && HOST.matcher(host).matches(), "the host is not a plain name or address");
        require(
                !ENDS_IN_A_NUMBER.matcher(host).matches()
                        || DECIMAL_IPV4.matcher(host).matches(),
                "the host is an odd spelling of an address");
        require(
                url.getRawUserInfo() == null && url.getRawFragment() == null,
                "user names and fragments are not allowed");
        require(url.getPort() != 0 && url.getPort() <= 0xffff, "there is no such port");
        int port = url.getPort() > 0 ? url.getPort() : isHttps ? 443 : 80;
        String name = host.toLowerCase(Locale.ROOT);
        if (name.endsWith(".onion")) {
            require(ONION.matcher(name).matches(), "the host is not a version 3 onion service");
            return new Destination(name, port, isHttps, pathAndQuery(url), null);
        }
        InetAddress[] addresses = resolver.resolve(name);
        boolean isCanary =
                !isHttps && canary.filter((name + ":" + port)::equals).isPresent();
        for (InetAddress address : addresses) {
            boolean isOurs = isCanary || (allowLoopback && address.isLoopbackAddress());
            require(isOurs || PublicAddress.is(address), "the host has an address that is not public");
            require(isHttps || isOurs, "only https, or http to an onion service, is allowed");
        }
        require(addresses.length > 0, "the host has no address");
        return new Destination(host, port, isHttps, pathAndQuery(url), addresses[0]);
    }

    private static void require(boolean condition, String otherwise) throws ForbiddenDestinationException {
        if (!condition) {
            throw new ForbiddenDestinationException(otherwise);
        }
    }

    private static String pathAndQuery(URI url) {
        String path = url.getRawPath() == null || url.getRawPath().isEmpty() ? "/" : url.getRawPath();
        return url.getRawQuery() == null ? path : path + "?" + url.getRawQuery();
    }
}
