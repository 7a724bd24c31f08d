import { elementText } from '../element-text.ts';
import { type Call, type CtpFunction, type Scene, textOf } from '../evaluation.ts';
import { locate, parseElementSpec } from '../script/element-spec.ts';
import { decryptText, encryptText } from './blowfish.ts';
import { decimalDigest } from './digest.ts';
import { javaInteger, javaRound } from './java-numbers.ts';
import { javaPattern } from './java-regex.ts';

/** The text of the element that an argument names; undefined when it is absent. */
export function elementOf(call: Call, position: number, scene: Scene): string | undefined {
  const argument = call.args[position];
  if (argument === undefined) return undefined;
  const found = locate(parseElementSpec(argument.text), scene);
  return found && elementText(found.dataSet, found.tag);
}

/** A whole number among the arguments; undefined when there is none or it is no number. */
function integerArgument(call: Call, position: number, scene: Scene): number | undefined {
  return javaInteger(textOf(call.args[position], scene));
}

function cut(text: string, length: number | undefined): string {
  return length === undefined || length <= 0 ? text : text.slice(0, length);
}

const contents: CtpFunction = (call, scene) => {
  const text = elementOf(call, 0, scene) ?? '';
  const regex = textOf(call.args[1], scene);
  if (regex === undefined) return text;
  const pattern = javaPattern(regex);
  return pattern.kind === 'bad' ? undefined : pattern.replaceAll(text, textOf(call.args[2], scene) ?? '');
};

const truncate: CtpFunction = (call, scene) => {
  const text = elementOf(call, 0, scene) ?? '';
  const length = integerArgument(call, 1, scene);
  if (length === undefined) return text;
  return length >= 0 ? text.slice(0, length) : text.slice(length);
};

function shiftLetter(letter: string, offset: number): string {
  if (!/[A-Z]/.test(letter)) return letter;
  const position = (((letter.charCodeAt(0) - 65 + offset) % 26) + 26) % 26;
  return String.fromCharCode(65 + position);
}

const initials: CtpFunction = (call, scene) => {
  const words = (elementOf(call, 0, scene) ?? '').split(/[\^\s]+/).filter((word) => word !== '');
  const [family = '', ...given] = words.map((word) => word.charAt(0).toUpperCase());
  const offset = integerArgument(call, 1, scene) ?? 0;
  return [...given, family].map((letter) => shiftLetter(letter, offset)).join('');
};

const hash: CtpFunction = (call, scene) => {
  const text = elementOf(call, 0, scene);
  return text === undefined ? '@remove()' : cut(decimalDigest(text), integerArgument(call, 1, scene));
};

const hashname: CtpFunction = (call, scene) => {
  const components = (elementOf(call, 0, scene) ?? '').split('^');
  const words = integerArgument(call, 2, scene) ?? components.length;
  const kept = words > 0 ? components.slice(0, words) : components;
  const plain = kept
    .join('')
    .replace(/[\s,'^.]/g, '')
    .toUpperCase();
  return cut(decimalDigest(plain), integerArgument(call, 1, scene) ?? 4);
};

const hashptid: CtpFunction = (call, scene) => {
  const site = textOf(call.args[0], scene) ?? '';
  const digest = decimalDigest(`[${site}]${elementOf(call, 1, scene) ?? ''}`);
  return cut(digest, integerArgument(call, 2, scene));
};

/** Ages: the digits to the nearest multiple of a width, computed as Java does with `float` and `int`. */
const round: CtpFunction = (call, scene) => {
  const text = elementOf(call, 0, scene) ?? '';
  if (text === '') return '';
  const digits = text.replace(/\D/g, '');
  const width = integerArgument(call, 1, scene);
  if (digits === '' || width === undefined) return undefined;
  const groups = javaRound(Math.fround(Math.fround(Number(digits)) / Math.fround(width)));
  const rounded = `${Math.imul(groups, width)}${text.replace(/\d/g, '')}`;
  return rounded.length % 2 === 0 ? rounded : `0${rounded}`;
};

const pathelement: CtpFunction = (call, scene) => {
  const text = elementOf(call, 0, scene) ?? '';
  const index = integerArgument(call, 1, scene);
  return index === undefined ? text : (text.split('/').at(index) ?? text);
};

/** Functions from texts to a text. */
export const textFunctions: Readonly<Record<string, CtpFunction>> = {
  contents,
  truncate,
  initials,
  hash,
  hashname,
  hashptid,
  round,
  pathelement,
  value: (call, scene) => elementOf(call, 0, scene) || (textOf(call.args[1], scene) ?? ''),
  lowercase: (call, scene) => (elementOf(call, 0, scene) ?? '').toLowerCase(),
  uppercase: (call, scene) => (elementOf(call, 0, scene) ?? '').toUpperCase(),
  param: (call, scene) => textOf(call.args[0], scene) ?? 'null',
  encrypt: (call, scene) => encryptText(elementOf(call, 0, scene) ?? '', textOf(call.args[1], scene) ?? ''),
  decrypt: (call, scene) => decryptText(elementOf(call, 0, scene) ?? '', textOf(call.args[1], scene) ?? ''),
};
