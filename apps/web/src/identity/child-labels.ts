import type { SeriesOfMother } from './queries.ts';

type Role = 'fetus' | 'twin' | 'triplet' | 'mother';
type Designation = 'A' | 'B' | 'C' | 'D' | null;
interface Label {
  role: Role;
  designation: Designation;
}

const roleWords: Record<Role, string> = {
  fetus: 'Fetus',
  twin: 'Twin',
  triplet: 'Triplet',
  mother: 'The mother herself',
};

export const labelWords = ({ role, designation }: Label): string =>
  designation === null ? roleWords[role] : `${roleWords[role]} ${designation}`;

const labelKey = ({ role, designation }: Label): string =>
  designation === null ? role : `${role}-${designation}`;

const designations: Record<Role, readonly Designation[]> = {
  fetus: [null, 'A', 'B', 'C', 'D'],
  twin: ['A', 'B'],
  triplet: ['A', 'B', 'C'],
  mother: [null],
};

/** Whom series can show. */
export const labelChoices = (Object.keys(designations) as Role[]).flatMap((role) =>
  designations[role].map((designation) => ({
    role,
    designation,
    value: labelKey({ role, designation }),
    words: labelWords({ role, designation }),
  })),
);

/** The children that texts in pixels name, each with the series of which most of the labelled images name it. */
export function proposedLabels(
  items: SeriesOfMother['items'],
): { key: string; words: string; ids: string[] }[] {
  const found = new Map<string, { key: string; words: string; ids: string[] }>();
  for (const { seriesId, labels } of items) {
    const [most] = labels.toSorted((one, other) => other.instances - one.instances);
    const choice =
      most === undefined ? undefined : labelChoices.find(({ value }) => value === labelKey(most));
    if (choice === undefined) continue;
    const known = found.get(choice.value) ?? { key: choice.value, words: choice.words, ids: [] };
    known.ids.push(seriesId);
    found.set(choice.value, known);
  }
  return [...found.values()].sort((one, other) => (one.words < other.words ? -1 : 1));
}
