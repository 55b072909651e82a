package org.penah.notify.egress;

import java.net.InetAddress;
import java.net.UnknownHostException;

/** Looks up the addresses of a host; blocks. */
interface Resolver {

    InetAddress[] resolve(String host) throws UnknownHostException;
}
