import { elementText } from '../element-text.ts';
import { abortRun, type Call, type CtpFunction, type Scene, textOf } from '../evaluation.ts';
import { lookUp } from '../lookup-table.ts';
import { locate, parseElementSpec } from '../script/element-spec.ts';
import { decimalDigest } from './digest.ts';
import { addDays, daysSince, replaceDateParts } from './java-dates.ts';
import { javaInteger } from './java-numbers.ts';
import { elementOf } from './text-functions.ts';

const remove = '@remove()';
const empty = '@empty()';

/** Every value of a date element changed; empty when one of them is no date. */
function eachDate(text: string, change: (date: string) => string | undefined): string {
  const changed = text.split('\\').map(change);
  return changed.every((date) => date !== undefined) ? changed.join('\\') : empty;
}

const hashdate: CtpFunction = (call, scene) => {
  const date = elementOf(call, 0, scene);
  const key = elementOf(call, 1, scene);
  if (date === undefined || key === undefined) return remove;
  const days = Number(decimalDigest(key).slice(-4)) % 3650;
  return eachDate(date, (one) => addDays(one, -(days || 1)));
};

function daysFromTable(call: Call, scene: Scene): number | undefined {
  const { lookupTable } = scene.run.sources;
  const key = `${textOf(call.args[2], scene) ?? ''}/${elementOf(call, 1, scene) ?? ''}`;
  return lookupTable && javaInteger(lookUp(lookupTable, key));
}

const incrementdate: CtpFunction = (call, scene) => {
  const date = elementOf(call, 0, scene);
  if (date === undefined) return remove;
  const isLooked = call.args.length >= 3;
  const days = isLooked ? daysFromTable(call, scene) : javaInteger(textOf(call.args[1], scene)?.trim());
  if (days === undefined) return isLooked ? empty : undefined;
  return eachDate(date, (one) => addDays(one, days));
};

/** Inside items the key comes from the data set around, as in CTP. */
const dateinterval: CtpFunction = (call, scene) => {
  const { lookupTable } = scene.run.sources;
  const argument = call.args[2];
  const around = scene.parent ?? scene.current;
  const place = argument && locate(parseElementSpec(argument.text), { ...scene, current: around });
  const key = place && elementText(place.dataSet, place.tag);
  const base = lookupTable && lookUp(lookupTable, `${textOf(call.args[1], scene) ?? ''}/${key ?? ''}`);
  const days = base === undefined ? undefined : daysSince(base, elementOf(call, 0, scene) ?? '');
  if (days === undefined)
    return abortRun(scene, 'quarantined', '@dateinterval found no base date, or no date to count from it.');
  const origin = textOf(call.args[3], scene);
  return origin === undefined ? String(days) : addDays(origin, days);
};

function datePart(call: Call, position: number, scene: Scene): number | undefined | 'bad' {
  const text = textOf(call.args[position], scene);
  return text === '*' ? undefined : (javaInteger(text) ?? 'bad');
}

const modifydate: CtpFunction = (call, scene) => {
  const date = elementOf(call, 0, scene);
  if (date === undefined) return remove;
  const [year, month, day] = [1, 2, 3].map((position) => datePart(call, position, scene));
  if (year === 'bad' || month === 'bad' || day === 'bad') return undefined;
  return eachDate(date, (one) => replaceDateParts(one, [year, month, day]));
};

function written(parts: readonly number[], separator: string | undefined): string {
  return parts.map((part) => String(part).padStart(2, '0')).join(separator ?? '');
}

/** Functions of dates and times. */
export const dateFunctions: Readonly<Record<string, CtpFunction>> = {
  hashdate,
  incrementdate,
  dateinterval,
  modifydate,
  date: (call, scene) => {
    const { now } = scene.run.sources;
    const parts = [now.getUTCFullYear(), now.getUTCMonth() + 1, now.getUTCDate()];
    return written(parts, textOf(call.args[0], scene));
  },
  time: (call, scene) => {
    const { now } = scene.run.sources;
    const parts = [now.getUTCHours(), now.getUTCMinutes(), now.getUTCSeconds()];
    return written(parts, textOf(call.args[0], scene));
  },
};
