import { sequenceItems } from '@pesscara/dicom';
import { elementText } from './element-text.ts';
import { abortRun, type Call, type CtpFunction, type Scene, textOf } from './evaluation.ts';
import { dateFunctions } from './functions/date-functions.ts';
import { decimalDigest } from './functions/digest.ts';
import { digitsAsInteger, javaInteger } from './functions/java-numbers.ts';
import { javaPattern } from './functions/java-regex.ts';
import { elementOf, textFunctions } from './functions/text-functions.ts';
import { lookUp } from './lookup-table.ts';
import { locate, parseElementSpec } from './script/element-spec.ts';
import type { Expression, ExpressionPart } from './script/expression.ts';
import { indexOf } from './script/script.ts';

const remove = '@remove()';
const keep = '@keep()';
const empty = '@empty()';

/** CTP's thread dies in a circle of rules; the linter names it, and a run ends here. */
const maxRuleDepth = 8;
/** Longest text that one code may make: `@append` in a circle of hashuid rules could double it at each turn. */
const maxResultLength = 1_000_000;

type Condition = (text: string | undefined, argument: string, isThere: boolean) => boolean | undefined;

const conditions: Readonly<Record<string, Condition>> = {
  isblank: (text) => (text ?? '').trim() === '',
  exists: (_, __, isThere) => isThere,
  equals: (text, argument) => (text ?? '').toLowerCase() === argument.toLowerCase(),
  contains: (text, argument) => (text ?? '').toLowerCase().includes(argument.toLowerCase()),
  matches: (text, argument) => {
    const pattern = javaPattern(argument);
    return pattern.kind === 'bad' ? undefined : pattern.matches(text ?? '');
  },
  greaterthan: (text, argument) => digitsAsInteger(text ?? '') > digitsAsInteger(argument),
};

const choose: CtpFunction = (call, scene) => {
  const [element, operator] = call.args;
  const spec = element && parseElementSpec(element.text);
  const place = spec && locate(spec, scene);
  const text = place && elementText(place.dataSet, place.tag);
  const condition = conditions[operator?.text ?? ''];
  // CTP does not see `root:` here: such an element never exists.
  const isThere = place !== undefined && !spec?.fromRoot && place.dataSet.has(place.tag);
  const holds = condition?.(text, textOf(call.args[2], scene) ?? '', isThere);
  if (condition !== undefined && holds === undefined) return undefined;
  return evaluate(call.blocks[holds === true ? 0 : 1] ?? [], scene);
};

const append: CtpFunction = (call, scene) => {
  const present = elementText(scene.current, scene.tag) ?? '';
  const added = evaluate(call.blocks[0] ?? [], scene);
  return present === '' ? added : `${present}\\${added}`;
};

/** What the rule of another element makes of it. */
function resultOfRule(call: Call, scene: Scene): string {
  const argument = call.args[2];
  const place = argument && locate(parseElementSpec(argument.text), scene);
  const rule = place && indexOf(scene.run.script).byTag.get(place.tag);
  if (place === undefined || rule === undefined) return '';
  if (scene.depth >= maxRuleDepth)
    return abortRun(scene, 'quarantined', 'Rules that need each other go round in a circle.');
  return evaluate(rule.expression, { ...scene, tag: place.tag, depth: scene.depth + 1 });
}

const hashuid: CtpFunction = (call, scene) => {
  const root = textOf(call.args[0], scene) ?? '';
  const uid = elementOf(call, 1, scene);
  if (uid === undefined) return remove;
  if (uid.includes('\\')) scene.run.note('ctp.multiValuedUid');
  const dotted = root.endsWith('.') ? root : `${root}.`;
  return `${dotted}${decimalDigest(uid + resultOfRule(call, scene))}`.slice(0, 64);
};

const require: CtpFunction = (call, scene) => {
  if (scene.current.has(scene.tag)) return keep;
  return elementOf(call, 0, scene) ?? textOf(call.args[1], scene) ?? '';
};

function onMiss(call: Call, scene: Scene, text: string): string | undefined {
  switch (call.args[2]?.text) {
    case 'keep':
      return keep;
    case 'remove':
      return remove;
    case 'empty':
      return empty;
    case 'default':
      return textOf(call.args[3], scene) ?? '';
    case 'ignore': {
      const pattern = javaPattern(textOf(call.args[3], scene) ?? '');
      if (pattern.kind === 'pattern' && pattern.matches(text) === true) return keep;
    }
  }
  return abortRun(scene, 'quarantined', 'The lookup table has no entry for a value of this object.');
}

const lookup: CtpFunction = (call, scene) => {
  const { lookupTable } = scene.run.sources;
  if (lookupTable === undefined) return abortRun(scene, 'quarantined', 'The script needs a lookup table.');
  const texts = (call.args[0]?.text ?? '').split('|').map((name) => {
    const place = locate(parseElementSpec(name.trim()), scene);
    return (place && elementText(place.dataSet, place.tag)) ?? '';
  });
  const text = texts.join('|');
  const key = call.args[2]?.text === 'UC' ? text.toUpperCase() : text;
  return (
    lookUp(lookupTable, `${textOf(call.args[1], scene) ?? ''}/${key.trim()}`) ?? onMiss(call, scene, text)
  );
};

const integer: CtpFunction = (call, scene) => {
  const { integerOf } = scene.run.sources;
  if (integerOf === undefined) return abortRun(scene, 'quarantined', 'The script needs an integer table.');
  const wanted = {
    keyType: textOf(call.args[1], scene) ?? '',
    text: (elementOf(call, 0, scene) ?? '').trim(),
  };
  const number = integerOf(wanted);
  if (number === undefined) {
    scene.run.wanted.push(wanted);
    return '';
  }
  return String(number).padStart(javaInteger(textOf(call.args[2], scene)) ?? 0, '0');
};

const process: CtpFunction = (_, scene) => {
  const element = scene.current.get(scene.tag);
  if (element === undefined)
    return abortRun(scene, 'quarantined', 'The script enters a sequence that the object does not have.');
  if (sequenceItems(scene.current, scene.tag).length > 0) scene.process();
  return keep;
};

const functions: Readonly<Record<string, CtpFunction>> = {
  ...textFunctions,
  ...dateFunctions,
  if: choose,
  select: (call, scene) => evaluate(call.blocks[scene.current === scene.root ? 0 : 1] ?? [], scene),
  append,
  hashuid,
  require,
  lookup,
  integer,
  process,
  always: () => '',
  empty: () => empty,
  keep: () => keep,
  remove: () => remove,
  blank: (call) => `@blank(${call.args[0]?.text ?? ''})`,
  quarantine: (_, scene) => abortRun(scene, 'quarantined', 'The script says so by @quarantine().'),
  skip: (_, scene) => abortRun(scene, 'skipped', 'The script says so by @skip().'),
  call: (_, scene) => abortRun(scene, 'quarantined', 'The script calls a plugin of CTP, which is not here.'),
};

function resultOf(part: ExpressionPart, scene: Scene): string {
  if (part.kind === 'literal') return part.text;
  if (part.kind === 'unclosed') return '';
  const known = functions[part.name];
  if (known === undefined) {
    scene.run.note('ctp.unknownFunction');
    return part.source;
  }
  const result = known(part, scene);
  if (result !== undefined) return result;
  scene.run.note('ctp.functionFailed');
  return part.argumentText;
}

/** The text that a code makes: the results of its parts, put together. A code that ends the run gives no more. */
export function evaluate(expression: Expression, scene: Scene): string {
  let result = '';
  for (const part of expression) {
    if (scene.run.abort !== undefined) return '';
    result += resultOf(part, scene);
    if (result.length > maxResultLength)
      return abortRun(scene, 'quarantined', 'The script makes a value of more than a million letters.');
  }
  return result;
}
