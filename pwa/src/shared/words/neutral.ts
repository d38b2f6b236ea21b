import type { Language } from './language'

/** What a lock screen may always say. On its own, so that the worker carries no whole catalog. */
export const neutral: Record<Language, string> = {
  en: 'You have a reminder',
  es: 'Tienes un recordatorio',
}

/** The button that says it is done, whatever it is. */
export const done: Record<Language, string> = { en: 'Done', es: 'Listo' }

/** The buttons with which it can be said once more. */
export const again: Record<Language, { hour: string; tonight: string }> = {
  en: { hour: 'In 1 hour', tonight: 'Tonight' },
  es: { hour: 'En 1 hora', tonight: 'Esta noche' },
}
