package org.penah.notify.egress;

import java.net.InetAddress;
import java.net.UnknownHostException;

/** Turns a host into its addresses; blocks. */
interface Resolver {

    InetAddress[] resolve(String host) throws UnknownHostException;
}
