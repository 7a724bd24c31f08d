import { expect, it } from 'vitest';
import { baseUrlOf } from './base-url.ts';

const socket = { localAddress: '127.0.0.1', localPort: 8080 };

it.each([
  ['http', '127.0.0.1:8080', socket, undefined, 'http://127.0.0.1:8080'],
  ['http', 'localhost:9000', socket, undefined, 'http://localhost:9000'],
  ['http', '127.0.0.1', socket, undefined, 'http://127.0.0.1:8080'],
  ['http', 'localhost', { localAddress: '::1', localPort: 8080 }, undefined, 'http://localhost:8080'],
  [
    'http',
    '10.1.2.3',
    { localAddress: '::ffff:10.1.2.3', localPort: 8080 },
    undefined,
    'http://10.1.2.3:8080',
  ],
  ['http', '[fe80::1]', { localAddress: 'fe80::1', localPort: 8080 }, undefined, 'http://[fe80::1]:8080'],
  ['http', '127.0.0.1', { localAddress: '127.0.0.1', localPort: 80 }, undefined, 'http://127.0.0.1'],
  ['https', 'images.example.org', socket, undefined, 'https://images.example.org'],
  ['http', '127.0.0.1:8080', socket, 'https://images.example.org/', 'https://images.example.org'],
])('%s, Host %s at %j with the public address %s is %s', (protocol, host, at, publicUrl, expected) => {
  expect(baseUrlOf({ protocol, host, socket: at }, publicUrl)).toBe(expected);
});
