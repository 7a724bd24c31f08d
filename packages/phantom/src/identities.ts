/** A patient who does not exist. Every value is invented, and rare enough as text that finding it anywhere means a leak. */
export interface PatientIdentity {
  /** DICOM PN: family^given^middle^prefix. */
  readonly name: string;
  readonly patientId: string;
  readonly otherPatientId: string;
  /** YYYYMMDD. */
  readonly birthDate: string;
  readonly sex: 'F' | 'M' | 'O';
  readonly address: string;
  readonly telephone: string;
  readonly comments: string;
  /** Specific Character Set (0008,0005) that expresses the name. */
  readonly characterSet: 'ISO_IR 100' | 'ISO_IR 101' | 'ISO_IR 192';
}

/** A place that sends images, with the people who work there. */
export interface Centre {
  readonly name: string;
  readonly callingAeTitle: string;
  readonly institutionName: string;
  readonly institutionAddress: string;
  readonly departmentName: string;
  readonly stationName: string;
  readonly deviceSerialNumber: string;
  readonly referringPhysician: string;
  readonly performingPhysician: string;
  readonly readingPhysician: string;
  readonly operatorName: string;
  readonly manufacturer: 'GE MEDICAL SYSTEMS' | 'SIEMENS';
  /** Prefix of accession numbers. */
  readonly accessionPrefix: string;
}

export const centres = {
  northgate: {
    name: 'northgate',
    callingAeTitle: 'NORTHGATE',
    institutionName: 'Northgate Memorial Hospital',
    institutionAddress: '14 Thistledown Parade, Ebberwick',
    departmentName: 'Neuroradiology Pavilion Seven',
    stationName: 'NGMHMR3TB',
    deviceSerialNumber: 'NGX7741093',
    referringPhysician: 'Pennyfather^Rosalind^^Dr',
    performingPhysician: 'Hollingbery^Casper^^Dr',
    readingPhysician: 'Throckmorton^Euphemia^^Prof',
    operatorName: 'Wigglesworth^Barnaby',
    manufacturer: 'GE MEDICAL SYSTEMS',
    accessionPrefix: 'NGA',
  },
  lakeside: {
    name: 'lakeside',
    callingAeTitle: 'LAKESIDE',
    institutionName: 'Lakeside University Clinic Seeblick',
    institutionAddress: 'Kranichufer 88, Moorhafen',
    departmentName: 'Institut Bildgebung Haus Drei',
    stationName: 'LUCSKYRA02',
    deviceSerialNumber: 'LUC4518867',
    referringPhysician: 'Zwiebelmann^Leopoldine^^Dr',
    performingPhysician: 'Rabenstrauch^Konstantin^^Dr',
    readingPhysician: 'Kesselflicker^Adalbert^^Prof',
    operatorName: 'Fadenschein^Ottilie',
    manufacturer: 'SIEMENS',
    accessionPrefix: 'LSA',
  },
} as const satisfies Record<string, Centre>;

function patient(
  [name, sex, birthDate]: readonly [string, 'F' | 'M' | 'O', string],
  [patientId, otherPatientId]: readonly [string, string],
  [address, telephone]: readonly [string, string],
  characterSet: PatientIdentity['characterSet'] = 'ISO_IR 100',
): PatientIdentity {
  const family = name.split('^')[0] ?? name;
  const comments = `Spouse of ${family} called from ${telephone}`;
  return { name, patientId, otherPatientId, birthDate, sex, address, telephone, comments, characterSet };
}

/** The demonstration's patients. */
export const patients = {
  quillfeather: patient(
    ['Quillfeather^Marigold^Annis', 'F', '19610723'],
    ['NGP4471920', 'QF-889-2215'],
    ['3 Larkspur Mews, Ebberwick', '+44 7700 900461'],
  ),
  osterwaldt: patient(
    ['Osterwaldt^Jürgen', 'M', '19541102'],
    ['LUP0088213', 'OW-118-7743'],
    ['Drosselgasse 41, Moorhafen', '+49 30 23125017'],
  ),
  brackenridge: patient(
    ['Brackenridge^Thaddeus^Percival^Mr', 'M', '19700130'],
    ['NGP4473305', 'BR-207-6139'],
    ['Cobbler Hall, Nether Ebberwick', '+44 7700 900518'],
  ),
  vandenhovel: patient(
    ['Vandenhövel^Saskia', 'F', '19830814'],
    ['LUP0090577', 'VH-664-0932'],
    ['Ahornweg 7a, Moorhafen', '+49 30 23125344'],
  ),
  tollemache: patient(
    ['Tollemache^Ignatius^Bede', 'M', '19480509'],
    ['NGP4480016', 'TM-351-4480'],
    ['The Old Tannery, Ebberwick', '+44 7700 900773'],
  ),
  nakashiro: patient(
    ['Nakashiro^Haruko=中城^春子=なかしろ^はるこ', 'F', '19761219'],
    ['LUP0093348', 'NK-902-5571'],
    ['Fliederallee 160, Moorhafen', '+49 30 23125702'],
    'ISO_IR 192',
  ),
  zurawinska: patient(
    ['Żurawińska^Bronisława', 'F', '19920227'],
    ['LUP0095120', 'ZB-443-8806'],
    ['Weidenpfad 22, Moorhafen', '+49 30 23125968'],
    'ISO_IR 101',
  ),
  featherstone: patient(
    ['Featherstonehaugh^Peregrine^Lucian', 'M', '20030611'],
    ['NGP4491187', 'FH-575-3098'],
    ['61 Saltmarsh Row, Ebberwick', '+44 7700 900936'],
  ),
  okonjiwura: patient(
    ['Okonjiwura^Adaeze', 'F', '19870316'],
    ['NGP4496642', 'OA-716-2204'],
    ['19 Windlass Court, Ebberwick', '+44 7700 900127'],
  ),
} as const satisfies Record<string, PatientIdentity>;

/** The parts of a name that alone point to a person: three letters and more, no titles. */
function nameParts(name: string): string[] {
  return name
    .split(/[\^=]/)
    .filter((part) => part.length > 2 || /[^\p{ASCII}]/u.test(part))
    .filter((part) => !['Dr', 'Mr', 'Prof'].includes(part));
}

/** Every text by which a patient of these, or a person or place around them, can be known. To search for after de-identification. */
export function identifyingTexts(
  identities: readonly PatientIdentity[],
  places: readonly Centre[],
  accessionNumbers: readonly string[],
): string[] {
  const ofPatients = identities.flatMap((identity) => [
    ...nameParts(identity.name),
    identity.patientId,
    identity.otherPatientId,
    identity.birthDate,
    identity.address,
    identity.telephone,
  ]);
  const ofPlaces = places.flatMap((centre) => [
    ...nameParts(centre.referringPhysician),
    ...nameParts(centre.performingPhysician),
    ...nameParts(centre.readingPhysician),
    ...nameParts(centre.operatorName),
    centre.institutionName,
    centre.institutionAddress,
    centre.departmentName,
    centre.stationName,
    centre.deviceSerialNumber,
  ]);
  return [...new Set([...ofPatients, ...ofPlaces, ...accessionNumbers])].sort();
}
