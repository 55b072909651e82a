/** Words that are frequent in one of our languages and rare in the others. */
const WORDS: Readonly<Record<string, readonly string[]>> = {
  az: ['və', 'bu', 'bir', 'üçün', 'ilə', 'mən', 'onlar', 'deyil', 'var', 'çox', 'sonra', 'məni'],
  tr: ['ve', 'bu', 'bir', 'için', 'ile', 'ben', 'onlar', 'değil', 'var', 'çok', 'sonra', 'beni'],
  en: ['the', 'and', 'of', 'to', 'in', 'is', 'that', 'they', 'was', 'for', 'not', 'with'],
  de: ['der', 'die', 'und', 'ist', 'nicht', 'das', 'ich', 'mit', 'ein', 'sie', 'von', 'zu'],
};
const LONGEST = 5000;

/** The likely language of a text by its letters and most frequent words; nothing where there is too little to tell. */
export function guessLanguage(text: string): string | undefined {
  const sample = text.slice(0, LONGEST).toLowerCase();
  const letters = [...sample.matchAll(/\p{L}/gu)].length;
  if (letters < 12) return undefined;
  const share = (pattern: RegExp) => [...sample.matchAll(pattern)].length / letters;
  if (share(/\p{Script=Arabic}/gu) > 0.5) return share(/[پچژگکی]/g) > 0.02 ? 'fa' : 'ar';
  if (share(/\p{Script=Cyrillic}/gu) > 0.5)
    return share(/[әҝҹөү]/g) > 0.01 ? 'az' : share(/[іїєґ]/g) > 0.01 ? 'uk' : 'ru';
  if (share(/ə/g) > 0.01) return 'az';
  const words = sample.match(/\p{L}+/gu) ?? [];
  const scores = Object.entries(WORDS).map(([language, frequent]) => ({
    language,
    score:
      words.filter((word) => frequent.includes(word)).length / words.length +
      (language === 'tr' ? share(/[ğışç]/g) : 0),
  }));
  const [best, second] = scores.sort((one, other) => other.score - one.score);
  return best === undefined || best.score < 0.05 || best.score === second?.score ? undefined : best.language;
}
