export type Language = 'zh' | 'en';

/** A view of something that never changes, made once in each language. */
export function onceInEachLanguage<K extends object, V>(make: (of: K, language: Language) => V): (of: K, language: Language) => V {
  const made = { zh: new WeakMap<K, V>(), en: new WeakMap<K, V>() };
  return (of, language) => {
    const known = made[language].get(of);
    if (known !== undefined) return known;
    const fresh = make(of, language);
    made[language].set(of, fresh);
    return fresh;
  };
}
