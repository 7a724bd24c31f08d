/** Upper case without accents, compatibility forms folded: `Müller-Đ` becomes `MULLER-D`. */
export function foldText(text: string): string {
  return text
    .normalize('NFKD')
    .replace(/\p{M}+/gu, '')
    .replaceAll('ß', 'ss')
    .replaceAll(/[øØ]/g, 'O')
    .replaceAll(/[đĐðÐ]/g, 'D')
    .replaceAll(/[łŁ]/g, 'L')
    .replaceAll(/[æÆ]/g, 'AE')
    .replaceAll(/[œŒ]/g, 'OE')
    .toUpperCase();
}

/** Letters and digits only, folded. */
export function compactText(text: string): string {
  return foldText(text).replace(/[^\p{L}\p{N}]+/gu, '');
}

/** Writing without spaces between words, where a word may be two characters. */
export function isIdeographic(text: string): boolean {
  return /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}]/u.test(text);
}

/** German and Scandinavian letters as they are typed without them: `Müller` becomes `Mueller`. */
export function transliterated(text: string): string {
  const pairs: Record<string, string> = {
    ä: 'ae',
    ö: 'oe',
    ü: 'ue',
    Ä: 'AE',
    Ö: 'OE',
    Ü: 'UE',
    å: 'aa',
    Å: 'AA',
    ø: 'oe',
    Ø: 'OE',
  };
  return text.normalize('NFC').replaceAll(/[äöüÄÖÜåÅøØ]/g, (letter) => pairs[letter] ?? letter);
}
