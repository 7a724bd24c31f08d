import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { concatBytes } from './byte-cursor.ts';
import type { CommandSet } from './command-set.ts';
import { decodeCommandSet, encodeCommandSet } from './command-set.ts';

const uint16 = fc.nat(0xffff);
const uid = fc.stringMatching(/^[1-9][0-9.]{0,40}[1-9]$/);
const text = fc.stringMatching(/^[A-Za-z][A-Za-z ]{0,14}[A-Za-z]$/);

const commandSet = fc.record(
  {
    commandField: uint16,
    commandDataSetType: uint16,
    affectedSopClassUid: uid,
    requestedSopClassUid: uid,
    messageId: uint16,
    messageIdBeingRespondedTo: uint16,
    moveDestination: text,
    priority: uint16,
    status: uint16,
    errorComment: text,
    affectedSopInstanceUid: uid,
    requestedSopInstanceUid: uid,
    moveOriginatorApplicationEntityTitle: text,
    moveOriginatorMessageId: uint16,
  },
  { requiredKeys: ['commandField', 'commandDataSetType'] },
);

const echo: CommandSet = { commandField: 0x0030, commandDataSetType: 0x0101, messageId: 7 };

describe('the command set codec', () => {
  it('reads back what it writes', () => {
    fc.assert(
      fc.property(commandSet, (command) => {
        expect(decodeCommandSet(encodeCommandSet(command as CommandSet))).toEqual({
          kind: 'command',
          command,
        });
      }),
    );
  });

  it('writes the group length, ascending tags and even lengths (PS3.7 6.3.1)', () => {
    const bytes = encodeCommandSet({ ...echo, affectedSopClassUid: '1.2' });
    const view = new DataView(bytes.buffer);
    expect(view.getUint32(8, true)).toBe(bytes.length - 12);
    const elements: number[] = [];
    for (let offset = 0; offset < bytes.length; offset += 8 + view.getUint32(offset + 4, true)) {
      elements.push(view.getUint16(offset + 2, true));
      expect(view.getUint32(offset + 4, true) % 2).toBe(0);
    }
    expect(elements).toEqual([0x0000, 0x0002, 0x0100, 0x0110, 0x0800]);
  });

  it('skips elements it has no use for', () => {
    const unknown = Uint8Array.of(0, 0, 0x20, 0x02, 2, 0, 0, 0, 1, 0);
    expect(decodeCommandSet(concatBytes([encodeCommandSet(echo), unknown]))).toEqual({
      kind: 'command',
      command: echo,
    });
  });

  it.each([
    ['one cut inside an element header', encodeCommandSet(echo).slice(0, 15)],
    ['an element longer than the command set', Uint8Array.of(0, 0, 0, 1, 255, 255, 255, 255, 0, 0)],
    ['an element of another group', Uint8Array.of(8, 0, 0x18, 0, 2, 0, 0, 0, 0x31, 0)],
    ['a command field of four bytes', Uint8Array.of(0, 0, 0, 1, 4, 0, 0, 0, 0x30, 0, 0, 0)],
    ['one without a command field', Uint8Array.of(0, 0, 0, 8, 2, 0, 0, 0, 1, 1)],
    ['an empty one', new Uint8Array(0)],
  ])('refuses %s', (_name, bytes) => {
    expect(decodeCommandSet(bytes).kind).toBe('malformed');
  });

  it('never throws on any bytes', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 200 }), (bytes) => decodeCommandSet(bytes).kind.length > 0),
    );
  });
});
