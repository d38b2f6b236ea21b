import type { PersonOut } from '../shared/wire'
import type { Words } from './words'

type Who = Pick<PersonOut, 'phase' | 'week' | 'groups' | 'joined_at'> & { invite?: unknown }

/** Where somebody stands in the program: "week 5, Evening A". */
export function stageOf({ phase, week, groups, joined_at, invite }: Who, { phase: said, ...words }: Words): string {
  const stage = phase === 'iop' && week !== null ? said.week(week) : phase ? said[phase] : undefined
  const joining = joined_at ? undefined : invite === 'expired' ? words.inviteOver : invite ? words.invited : words.notJoined
  return [stage, ...groups, joining].filter(Boolean).join(', ')
}
