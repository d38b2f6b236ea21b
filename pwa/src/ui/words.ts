import { signal } from '@preact/signals'
import type { Words } from '../shared/words/en'
import { en } from '../shared/words/en'
import type { Language } from '../shared/words/language'

/** What the app speaks now. Read `.value` while rendering, and the page follows a change. */
export const language = signal<Language>('en')
export const words = signal<Words>(en)

export async function speak(wanted: Language): Promise<void> {
  words.value = wanted === 'es' ? (await import('../shared/words/es')).es : en
  language.value = wanted
  document.documentElement.lang = wanted
}
