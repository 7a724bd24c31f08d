/** The files that make a CTP pipeline stage. */
export type CtpFileKind = 'script' | 'lookupTable' | 'filter' | 'pixelScript';

/**
 * True for a script of XNAT's DicomEdit: its first statement says its version, or a line assigns to or deletes a tag in
 * brackets.
 */
export function isDicomEdit(text: string): boolean {
  const isCode = (line: string): boolean => !/^[ \t]*(?:\/\/.*)?$/.test(line);
  const first =
    text
      .replace(/^\uFEFF/, '')
      .split(/\r\n|\n|\r/)
      .find(isCode) ?? '';
  return /^[ \t]*version[ \t]*"/.test(first) || /^[ \t]*(?:-[ \t]*\(|\([^)\n]+\)[ \t]*[:?]=)/m.test(text);
}

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
