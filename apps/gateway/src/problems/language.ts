export type Language = 'zh' | 'en';

/** A language as a `Content-Language` header names it. */
export function contentLanguage(language: Language): string {
  return language === 'en' ? 'en' : 'zh-CN';
}

/** The language an `Accept-Language` header asks for (RFC 9110, 12.5.4): Chinese unless English is wanted more. */
export function languageOf(header: string | undefined): Language {
  if (header === undefined) return 'zh';
  const weight = { zh: 0, en: 0 };
  for (const part of header.slice(0, 500).split(',')) {
    const [range = '', ...parameters] = part.split(';').map((text) => text.trim().toLowerCase());
    const q = parameters.find((parameter) => parameter.startsWith('q='));
    const value = q === undefined ? 1 : Number(q.slice(2)) || 0;
    for (const language of ['zh', 'en'] as const) {
      if (range === language || range.startsWith(`${language}-`)) weight[language] = Math.max(weight[language], value);
    }
  }
  return weight.en > weight.zh ? 'en' : 'zh';
}
