import type { Language } from './language'

/** What a lock screen may always say. On its own, so that the worker carries no whole catalog. */
export const neutral: Record<Language, string> = {
  en: 'You have a reminder',
  es: 'Tienes un recordatorio',
}
