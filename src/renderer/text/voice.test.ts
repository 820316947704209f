import { describe, expect, test } from 'vitest';
import { LANGUAGES, type Language } from '../../shared/contract/ipc.ts';
import { toResources } from './catalogue.ts';
import { CATALOGUES } from './languages.ts';

/** What a calm colleague does not say: alarm, blame, the machine's own words, and "please wait". */
const NEVER: Record<Language, RegExp> = {
  en: /\b(errors?|invalid|illegal|fatal|abort(ed)?|processing|please wait|oops|sorry|blocked|hotlist(ed)?|you (must|failed|forgot))\b/i,
  de: /fehler|ungültig|unzulässig|bitte warten|abgebrochen|verarbeitung|leider|hoppla|gesperrte karte|sie müssen|sie haben vergessen/i,
  fr: /erreur|invalide|non valide|veuillez patienter|patientez|traitement en cours|désolé|oups|échec|vous devez|vous avez oublié/i,
  es: /\berror|inválid|no válid|espere, por favor|por favor, espere|procesando|lo sentimos|\bfallo|\bfalló|debe usted|ha olvidado/i,
  tr: /\bhata(lı|sı|lar)?\b|geçersiz|lütfen bekleyin|işleniyor|üzgünüz|başarısız|unuttunuz|zorundasınız/i,
  ar: /خطأ|أخطاء|غير صالح|يرجى الانتظار|الرجاء الانتظار|نأسف|عذرًا|فشل|يجب عليك|نسيت/,
  zh: /错误|出错|无效|非法|请稍候|请稍等|请等待|抱歉|失败|必须|您忘了/,
};
const EXCLAIMED = /[!！¡]/;
/** Codes, and names of parts that only staff know. */
const INSIDE = /0x[0-9a-f]+|\b(APDU|SW1|ATR|COSE|CBOR|PC\/SC|EF\.\w+)\b|\b[0-9A-F]{4}\b/;

/** Letters in one line of a title: 233 mm at 25 mm a line, in the narrowest words of each script. */
const TITLE_LINE: Record<Language, number> = { en: 20, de: 20, fr: 20, es: 20, tr: 20, ar: 22, zh: 9 };
const TITLE_LINES = 2;
const TITLE = /\.(title|wrongTitle|contentTitle)$/;
/** Headings of dialogs and of the dock are set smaller. */
const SMALLER = /^(common\.call|screens\.(receipt|dock|pin))\./;

/** Lines that `text` takes if words are kept whole; Chinese breaks anywhere. */
function linesOf(text: string, letters: number, anywhere: boolean): number {
  if (anywhere) return Math.ceil(text.length / letters);
  let lines = 1;
  let used = 0;
  for (const word of text.split(' ')) {
    if (used > 0 && used + 1 + word.length > letters) {
      lines += 1;
      used = word.length;
    } else used += (used > 0 ? 1 : 0) + word.length;
  }
  return lines;
}

const SPOKEN = 160;

describe.each(LANGUAGES)('the voice in %s', (language) => {
  const flat = Object.entries(toResources(CATALOGUES[language]));
  const forCustomers = flat.filter(([key]) => !key.startsWith('staff.'));

  test('is calm: no alarm, no blame, nothing exclaimed', () => {
    expect(flat.filter(([, text]) => NEVER[language].test(text) || EXCLAIMED.test(text))).toEqual([]);
  });

  test('keeps codes and names of parts from customers', () => {
    expect(forCustomers.filter(([, text]) => INSIDE.test(text))).toEqual([]);
  });

  test('says every screen in a title of two lines', () => {
    const titles = flat.filter(([key]) => TITLE.test(key) && !SMALLER.test(key));
    expect(titles.length).toBeGreaterThan(40);
    const long = titles.filter(
      ([, text]) => linesOf(text, TITLE_LINE[language], language === 'zh') > TITLE_LINES,
    );
    expect(long).toEqual([]);
  });

  test('ends sentences below a title, and never the title', () => {
    const open = flat.filter(([key, text]) => /\.lead$/.test(key) && !/[.?。؟？]$/.test(text));
    const closed = flat.filter(([key, text]) => TITLE.test(key) && /[.。]$/.test(text));
    expect([...open, ...closed]).toEqual([]);
  });

  test('keeps every text short enough to be listened to', () => {
    expect(flat.filter(([, text]) => text.length > SPOKEN)).toEqual([]);
  });
});

test('Turkish puts no suffix on a value, whose vowels it could not follow', () => {
  const suffixed = Object.entries(toResources(CATALOGUES.tr)).filter(([, text]) =>
    /\}\}['’\p{L}]/u.test(text),
  );
  expect(suffixed).toEqual([]);
});

test('French keeps its question marks, colons and semicolons with the word before', () => {
  const loose = Object.entries(toResources(CATALOGUES.fr)).filter(([, text]) =>
    /[ \p{L}][?;]| :/u.test(text),
  );
  expect(loose).toEqual([]);
});

test('Spanish opens every question', () => {
  const texts = Object.entries(toResources(CATALOGUES.es));
  expect(texts.filter(([, text]) => text.includes('?') !== text.includes('¿'))).toEqual([]);
});

test('Arabic and Chinese use their own question mark', () => {
  const texts = [
    ...Object.entries(toResources(CATALOGUES.ar)),
    ...Object.entries(toResources(CATALOGUES.zh)),
  ];
  expect(texts.filter(([, text]) => text.includes('?'))).toEqual([]);
});
