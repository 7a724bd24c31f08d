/** One component group of a PN value (PS3.5 6.2.1.1). */
export type PersonNameGroup = {
  readonly family: string;
  readonly given: string;
  readonly middle: string;
  readonly prefix: string;
  readonly suffix: string;
};

/** A PN value; a group that is absent or empty is undefined. */
export type PersonName = {
  readonly alphabetic: PersonNameGroup | undefined;
  readonly ideographic: PersonNameGroup | undefined;
  readonly phonetic: PersonNameGroup | undefined;
};

/** Takes one PN value apart: groups at '=', components at '^'. */
export function parsePersonName(text: string): PersonName {
  const [alphabetic, ideographic, phonetic] = text.split('=').map(parseGroup);
  return { alphabetic, ideographic, phonetic };
}

function parseGroup(text: string): PersonNameGroup | undefined {
  const [family = '', given = '', middle = '', prefix = '', suffix = ''] = text
    .split('^')
    .map((component) => component.trim());
  const group = { family, given, middle, prefix, suffix };
  return Object.values(group).some((component) => component !== '') ? group : undefined;
}

/** A PN value from its parts, without trailing delimiters. */
export function formatPersonName(name: Partial<PersonName>): string {
  const groups = [name.alphabetic, name.ideographic, name.phonetic].map((group) =>
    group
      ? [group.family, group.given, group.middle, group.prefix, group.suffix].join('^').replace(/\^+$/, '')
      : '',
  );
  return groups.join('=').replace(/=+$/, '');
}
