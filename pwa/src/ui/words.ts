import { computed, signal } from '@preact/signals'
import type { Widened, Words } from '../shared/words/en'
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

/** A domain's own words, beside its pages: what `es` lacks of `en` is a type error. Read `.value` while rendering. */
export const catalog = <T>(spoken: T, es: Widened<T>) => computed(() => (language.value === 'es' ? es : (spoken as Widened<T>)))
