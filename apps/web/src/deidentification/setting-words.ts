/** The rules about what an IOD has, as the form says them. */
export const iodRules = [
  {
    member: 'allowlist',
    label: 'Remove what no rule names and the kind of image does not have',
    description:
      'Attributes that neither Table E.1-1 nor an override names stay only where the standard lists them for this SOP Class. For public release.',
  },
  {
    member: 'strictIod',
    label: 'Remove everything that the kind of image does not have',
    description:
      'Also attributes that an option keeps, such as device identity, where the standard does not list them for this SOP Class.',
  },
] as const;

const words: Readonly<Record<string, string>> = {
  title: 'Title',
  edition: 'Edition of PS3.15',
  basis: 'Basis of the use',
  ageCapYears: 'Oldest age that stays',
  ...Object.fromEntries(iodRules.map(({ member, label }) => [member, label])),
};

/** A member of a profile document as the form calls it. */
export const settingWords = (member: string): string => words[member] ?? member;
