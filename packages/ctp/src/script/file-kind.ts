import { isDicomEdit } from '../dicom-edit.ts';

/** The files that make a CTP pipeline stage. */
export type CtpFileKind = 'script' | 'lookupTable' | 'filter' | 'pixelScript';

/** Tells by its text which of CTP's files one is: their names say nothing, `.script` and `.properties` serve several. */
export function ctpFileKind(text: string): CtpFileKind {
  const content = text.replace(/^\uFEFF/, '').trimStart();
  if (isDicomEdit(content)) return 'script';
  if (content.startsWith('<') || /^[ \t]*#?[ \t]*(?:set\.|param\.|keep\.|remove\.)/m.test(content))
    return 'script';
  if (/\{[^}]*\.[^}]*\}/.test(content)) return 'pixelScript';
  const isTable = /^[ \t]*[^\s"(/]+\/[^"(]*[=:]/m.test(content) || /^[^,"(]+,[^,]*,/m.test(content);
  return isTable ? 'lookupTable' : 'filter';
}
