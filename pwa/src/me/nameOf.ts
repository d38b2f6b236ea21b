import type { Item } from '../data/outbox'

const names = {
  answers: 'answer',
  'call-requests': 'call',
  practices: 'practice',
  agreements: 'agreement',
  profile: 'profile',
  'own-times': 'time',
  replies: 'reply',
  commitments: 'commitment',
  'reminder-choices': 'choice',
  snoozes: 'snooze',
  medications: 'medication',
  doses: 'dose',
  'medication-sharing': 'sharing',
  subscriptions: 'reminders',
} as const

export type Name = (typeof names)[keyof typeof names] | 'other'

/** What an item in the outbox is, as the key of the words for it. */
export function nameOf({ path }: Pick<Item, 'path'>): Name {
  const thing = path.split('/')[2] ?? ''
  return thing in names ? names[thing as keyof typeof names] : 'other'
}
