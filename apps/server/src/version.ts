import packageDocument from '../package.json' with { type: 'json' };

/** The product's version, written into outputs, checkpoints and the API document. */
export const version: string = packageDocument.version;
