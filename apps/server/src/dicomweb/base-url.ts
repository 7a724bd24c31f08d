import { isIPv6 } from 'node:net';

/** What a request says of the address that it was sent to. */
export interface AddressedRequest {
  protocol: string;
  /** The Host header, or what a trusted proxy says in its place. */
  host: string;
  socket: { localAddress?: string | undefined; localPort?: number | undefined };
}

/** True when a host without port names the very address on which the connection came in, so that no proxy stands between. */
function isAddressOf(host: string, { localAddress = '' }: AddressedRequest['socket']): boolean {
  const plain = localAddress.replace(/^::ffff:/, '');
  const isLoopback = plain === '::1' || plain.startsWith('127.');
  return host === (isIPv6(plain) ? `[${plain}]` : plain) || (host === 'localhost' && isLoopback);
}

/**
 * Where clients reach the server, without a path: for the URLs that answers hold (RetrieveURL, BulkDataURI). `publicUrl` is the
 * configured one. Some clients (dicomweb-client 0.60) leave the port out of the Host header; where the connection is direct it is put back.
 */
export function baseUrlOf(
  { protocol, host, socket }: AddressedRequest,
  publicUrl: string | undefined,
): string {
  if (publicUrl !== undefined) return publicUrl.replace(/\/+$/, '');
  const port = socket.localPort;
  const usualPort = protocol === 'https' ? 443 : 80;
  const lacksPort = port !== undefined && port !== usualPort && isAddressOf(host, socket);
  return `${protocol}://${host}${lacksPort ? `:${port}` : ''}`;
}
