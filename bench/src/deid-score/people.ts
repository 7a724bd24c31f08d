/** Invented people. Nothing of them is anybody's. */
export interface Person {
  readonly family: string;
  readonly given: string;
  readonly birthDate: string;
  readonly mrn: string;
  readonly otherId: string;
  readonly accession: string;
  readonly phone: string;
  readonly street: string;
  readonly town: string;
  readonly physician: readonly [family: string, given: string];
  readonly operator: readonly [family: string, given: string];
  readonly institution: string;
  readonly station: string;
  readonly serial: string;
  readonly studyDate: string;
  readonly charset: string;
}

const families =
  'Quellwasser Öhmichen Brzeska Thistlewick Vandermolen Iglesia Nakamori Abernethy Kowalczuk Fjeldstad Ravenscroft Dubrovski'.split(
    ' ',
  );
const givens =
  'Wilhelmine Björn Katarzyna Peregrine Willemijn Inmaculada Haruto Euphemia Bohdan Solveig Leopold Zinaida'.split(
    ' ',
  );
const doctors =
  'Pennyfeather Grünwald Hawksmoor Bellweather Castellan Marchbanks Ottershaw Winterbourne'.split(' ');
const towns = 'Mossbridge Altweiler Hollowmere Krähenberg Sandwater Eastmarsh'.split(' ');
const streets = 'Lindenallee Foxglove Lane|Mühlgasse|Harbour Rise|Orchard Terrace'.split('|');

const pick = (from: readonly string[], index: number): string => from[index % from.length] ?? '';
const digits = (seed: number, length: number): string =>
  String((seed * 7_919_317 + 104_729) % 10 ** length).padStart(length, '3');

/** The person with this number: always the same one. */
export function personOf(number: number): Person {
  const year = 1931 + ((number * 7) % 70);
  const month = String(1 + (number % 12)).padStart(2, '0');
  return {
    family: pick(families, number),
    given: pick(givens, number * 5 + 3),
    birthDate: `${year}${month}${String(1 + ((number * 11) % 27)).padStart(2, '0')}`,
    mrn: `M${digits(number + 1, 8)}`,
    otherId: `X-${digits(number + 77, 7)}`,
    accession: `A${digits(number + 500, 9)}`,
    phone: `+49 ${digits(number + 3, 3)} ${digits(number + 900, 7)}`,
    street: `${1 + number} ${pick(streets, number)}`,
    town: pick(towns, number),
    physician: [pick(doctors, number), pick(givens, number + 4)],
    operator: [pick(doctors, number + 3), pick(givens, number + 7)],
    institution: `St. ${pick(givens, number + 2)} Klinik ${pick(towns, number)}`,
    station: `WARD${digits(number + 12, 4)}`,
    serial: `SN${digits(number + 31, 7)}`,
    studyDate: `20${String(10 + (number % 13))}${month}${String(1 + ((number * 5) % 27)).padStart(2, '0')}`,
    charset: number % 3 === 0 ? 'ISO_IR 192' : 'ISO_IR 100',
  };
}
