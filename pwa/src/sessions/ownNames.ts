/** How the person's own times are called, wherever they are shown. */
import type { Place } from '../shared/i18n'
import { list, timesOf } from '../shared/i18n'
import type { CommitmentKind, CommitmentOut } from '../shared/wire'
import { catalog } from '../ui/words'
import type { OwnEntry } from './days'

const kinds: Record<CommitmentKind, string> = { work: 'Work', school: 'School', family: 'Family', other: 'Something else' }

export const ownNames = catalog(
  { kinds, yours: 'a time of your own', meets: (what: string) => `At the same time: ${what}` },
  {
    kinds: { work: 'Trabajo', school: 'Escuela', family: 'Familia', other: 'Otra cosa' },
    yours: 'un horario tuyo',
    meets: (what: string) => `A la misma hora: ${what}`,
  },
)

export const nameOf = ({ title, kind }: Pick<CommitmentOut, 'title' | 'kind'>): string => title || ownNames.value.kinds[kind]

/** "At the same time: Diner (5:00 – 9:00 pm)" */
export const meetsWords = (own: readonly OwnEntry[], place: Place): string =>
  ownNames.value.meets(list(own.map(({ commitment, time }) => `${nameOf(commitment)} (${timesOf(time.starts_at, time.ends_at, place)})`), place.language))
