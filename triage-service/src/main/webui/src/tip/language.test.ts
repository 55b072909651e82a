import { describe, expect, it } from 'vitest';
import { guessLanguage } from './language';

describe('guessLanguage', () => {
  it.each([
    ['az', 'Qardaşımı bazar ertəsi ifadəyə çağırıblar. Vəkilini buraxmayacaqlarını deyiblər.'],
    ['tr', 'Kardeşimi pazartesi günü ifadeye çağırdılar ve avukatını içeri almayacaklarını söylediler.'],
    ['en', 'Two men asked our neighbours for her by name last night, and a grey van was in the street.'],
    ['ru', 'Вчера вечером двое мужчин спрашивали о ней у соседей.'],
    ['fa', 'از دیروز دو نفر جلوی در خانه ایستاده‌اند. نمی‌توانم بیرون بروم.'],
    ['ar', 'هناك رجلان أمام باب المنزل منذ الأمس ولا أستطيع الخروج'],
    [undefined, 'ok'],
    [undefined, '12345 67890 +++ ---'],
  ])('%s', (expected, text) => {
    // When
    const guess = guessLanguage(text);
    // Then
    expect(guess).toBe(expected);
  });
});
