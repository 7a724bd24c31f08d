import { concatBytes } from './byte-cursor.ts';
import type { CommandSet } from './command-set.ts';
import { decodeCommandSet, noDataSet } from './command-set.ts';
import type { UpperLayerLimits } from './limits.ts';
import type { PdvHeader } from './pdu.ts';
import { abortReason } from './pdu.ts';

/** What makes a stream of fragments no message. `reason` is for an A-ABORT by the provider, absent for the user's. */
export type MessageFault = { readonly reason?: number; readonly detail: string };

export type MessageListener = {
  /** Which presentation context ids were accepted. */
  isAcceptedContext(presentationContextId: number): boolean;
  onCommand(presentationContextId: number, command: CommandSet, hasDataSet: boolean): void;
  /** A piece of the data set that the last command announced. */
  onDataSetBytes(bytes: Uint8Array): void;
  onDataSetEnd(): void;
  onFault(fault: MessageFault): void;
};

export type MessageAssembler = {
  startPdv(header: PdvHeader): void;
  addBytes(bytes: Uint8Array): void;
  endPdv(): void;
  /** Whether the next fragment must belong to a data set already announced. */
  isInsideDataSet(): boolean;
  /** Whether any part of a message has come whose rest has not. */
  isInsideMessage(): boolean;
};

/**
 * Puts the fragments of PS3.8 Annex E together to DIMSE messages: the command set is gathered (it is small and
 * limited), the data set is passed on piece by piece. One message at a time, as PS3.7 D.3.3.3 has it when no
 * asynchronous operations window was negotiated: a fragment of another context inside a message is a fault.
 */
export function createMessageAssembler(
  limits: Pick<UpperLayerLimits, 'maxCommandSetBytes' | 'maxMessageBytes'>,
  listener: MessageListener,
): MessageAssembler {
  let expects: 'command' | 'data-set' = 'command';
  let contextId: number | undefined;
  let pdv: PdvHeader | undefined;
  let commandParts: Uint8Array[] = [];
  let commandBytes = 0;
  let dataSetBytes = 0;
  let isBroken = false;

  function fault(detail: string, reason?: number): void {
    isBroken = true;
    listener.onFault(reason === undefined ? { detail } : { reason, detail });
  }

  function checkOrder(header: PdvHeader): boolean {
    if (!listener.isAcceptedContext(header.presentationContextId)) {
      fault(
        'A fragment names a presentation context that was not accepted',
        abortReason.invalidPduParameterValue,
      );
    } else if (contextId !== undefined && contextId !== header.presentationContextId) {
      fault(
        'A fragment of another presentation context interrupts a message',
        abortReason.unexpectedPduParameter,
      );
    } else if (header.isCommand !== (expects === 'command')) {
      const [found, wanted] = header.isCommand ? ['command', 'data set'] : ['data set', 'command'];
      fault(
        `A ${found} fragment came where a ${wanted} fragment was due`,
        abortReason.unexpectedPduParameter,
      );
    }
    return !isBroken;
  }

  function countBytes(lengthBytes: number): void {
    if (expects === 'command') {
      commandBytes += lengthBytes;
      if (commandBytes > limits.maxCommandSetBytes) {
        fault(`A command set exceeds the limit of ${limits.maxCommandSetBytes} bytes`);
      }
      return;
    }
    dataSetBytes += lengthBytes;
    if (dataSetBytes > limits.maxMessageBytes) {
      fault(`A data set exceeds the limit of ${limits.maxMessageBytes} bytes`);
    }
  }

  function finishCommand(presentationContextId: number): void {
    const decoded = decodeCommandSet(concatBytes(commandParts));
    commandParts = [];
    commandBytes = 0;
    if (decoded.kind === 'malformed') {
      fault(decoded.message);
      return;
    }
    const hasDataSet = decoded.command.commandDataSetType !== noDataSet;
    if (hasDataSet) expects = 'data-set';
    else contextId = undefined;
    dataSetBytes = 0;
    listener.onCommand(presentationContextId, decoded.command, hasDataSet);
  }

  return {
    startPdv(header) {
      if (isBroken || !checkOrder(header)) return;
      contextId = header.presentationContextId;
      pdv = header;
      countBytes(header.lengthBytes);
    },
    addBytes(bytes) {
      if (isBroken) return;
      // Copied: a command set is read after its chunk may have been reused.
      if (expects === 'command') commandParts.push(bytes.slice());
      else listener.onDataSetBytes(bytes);
    },
    endPdv() {
      if (isBroken || pdv === undefined || !pdv.isLast) return;
      if (expects === 'command') {
        finishCommand(pdv.presentationContextId);
        return;
      }
      expects = 'command';
      contextId = undefined;
      listener.onDataSetEnd();
    },
    isInsideDataSet: () => expects === 'data-set',
    isInsideMessage: () => contextId !== undefined,
  };
}
