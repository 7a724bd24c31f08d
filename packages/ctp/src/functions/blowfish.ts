import { Blowfish } from 'egoroof-blowfish';

/** The 16 bytes that CTP makes of a key's text: its base64 letters, filled up with a text of CTP's. */
function keyBytes(key: string): Uint8Array {
  const letters = `${key.replace(/[^A-Za-z0-9+/]/g, '')}tszyihnnphlyeaglle`.slice(0, 22);
  return Buffer.from(`${letters}==`, 'base64');
}

function cipherOf(key: string): Blowfish {
  return new Blowfish(keyBytes(key), Blowfish.MODE.ECB, Blowfish.PADDING.PKCS5);
}

/** Blowfish, ECB, PKCS5, in base64. Weak: it serves scripts that sites have, and nothing new. */
export function encryptText(text: string, key: string): string {
  return Buffer.from(cipherOf(key).encode(new TextEncoder().encode(text))).toString('base64');
}

/** The text that was encrypted; undefined when it was not, or with another key. */
export function decryptText(text: string, key: string): string | undefined {
  const bytes = Buffer.from(text, 'base64');
  if (bytes.length === 0 || bytes.length % 8 !== 0) return undefined;
  try {
    const plain = cipherOf(key).decode(bytes, Blowfish.TYPE.UINT8_ARRAY);
    return new TextDecoder('utf-8', { fatal: true }).decode(plain);
  } catch (error) {
    // The library and the decoder throw on padding and bytes that another key leaves.
    if (error instanceof Error) return undefined;
    throw error;
  }
}
