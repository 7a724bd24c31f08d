/** Passwords that are long enough and still guessed first; also refused with other case, digits or signs around them. */
const tooCommon = new Set([
  'password',
  'passwordpassword',
  'passw0rd',
  'letmein',
  'letmeinletmein',
  'qwerty',
  'qwertyuiop',
  'qwertyuiopasdf',
  'asdfghjkl',
  'zxcvbnm',
  'qazwsxedc',
  'qazwsxedcrfv',
  'iloveyou',
  'administrator',
  'administrateur',
  'administrador',
  'changeme',
  'changemenow',
  'changemeplease',
  'welcome',
  'welcomewelcome',
  'trustno',
  'default',
  'secret',
  'topsecret',
  'monkey',
  'dragon',
  'football',
  'baseball',
  'sunshine',
  'princess',
  'superman',
  'starwars',
  'pesscara',
  'radiology',
  'hospital',
  'imaging',
  'dicom',
  'orthanc',
  'correcthorsebatterystaple',
]);

export const passwordMinimumLength = 12;
export const passwordMaximumLength = 256;

const rows = [
  '01234567890123456789',
  '98765432109876543210',
  'abcdefghijklmnopqrstuvwxyz',
  'qwertyuiopasdfghjklzxcvbnm',
];

/**
 * Why a password is refused, in words for the person who chose it; undefined when it is good enough.
 * Length does more than signs and capitals (NIST SP 800-63B section 5.1.1.2), so there are no rules on kinds of characters.
 */
export function passwordWeakness(password: string, userName: string): string | undefined {
  const length = [...password].length;
  if (length < passwordMinimumLength)
    return `Take at least ${passwordMinimumLength} characters; this has ${length}.`;
  if (length > passwordMaximumLength) return `Take at most ${passwordMaximumLength} characters.`;
  const lower = password.toLowerCase();
  const name = userName.toLowerCase();
  if (name.length >= 3 && lower.includes(name)) return 'Leave your user name out of it.';
  if (new Set(lower).size < 5) return 'It repeats too few different characters.';
  if (rows.some((row) => row.includes(lower))) return 'It is a row of neighbouring keys or numbers.';
  const letters = lower.replaceAll(/[^a-z]+/g, '');
  if (tooCommon.has(lower) || tooCommon.has(letters)) return 'It is among the first that are tried.';
  return undefined;
}
