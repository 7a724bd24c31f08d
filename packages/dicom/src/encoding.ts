/** How headers and numbers are put into bytes (PS3.5 7.1, 7.3). */
export type Encoding = { readonly explicitVr: boolean; readonly littleEndian: boolean };

export const explicitLittleEndian: Encoding = { explicitVr: true, littleEndian: true };
export const implicitLittleEndian: Encoding = { explicitVr: false, littleEndian: true };
