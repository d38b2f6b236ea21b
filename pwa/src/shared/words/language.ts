export type Language = 'en' | 'es'

/** The first of the reader's languages that we speak, else English. `wanted` as in `navigator.languages`. */
export function languageFor(wanted: readonly string[]): Language {
  for (const tag of wanted) {
    const [language] = tag.toLowerCase().split('-')
    if (language === 'en' || language === 'es') return language
  }
  return 'en'
}
