/** Pure: who is in a group, as it stands in its form. */
import type { GroupIn, GroupWithMembers, MemberFields } from '../../shared/wire'
import type { Day } from '../../sessions/days'
import { plusDays } from '../../sessions/days'

/** `last` is the last day they are in it; empty: open. */
export interface Member {
  person: string
  from: Day
  last: Day
  /** Was over when the form was opened. */
  earlier: boolean
}

export interface Written {
  name: string
  lead: string
  members: readonly Member[]
  /** Who was in it when the form was opened: who has come since then was not left out. */
  shown: readonly string[]
}

export const blank: Written = { name: '', lead: '', members: [], shown: [] }

export const writtenOf = ({ name, lead, members }: GroupWithMembers, today: Day): Written => ({
  name,
  lead: lead ?? '',
  members: members.map(({ person, from_day, to_day }) => ({ person, from: from_day, last: to_day ? plusDays(to_day, -1) : '', earlier: to_day !== null && to_day <= today })),
  shown: [...new Set(members.map(({ person }) => person))],
})

/** The server counts to before a day. */
const stored = ({ person, from, last }: Member): MemberFields => ({ person, from_day: from, to_day: last ? plusDays(last, 1) : null })

/** All but the id of the change, which is made when it is sent. */
export const groupOf = ({ name, lead, members, shown }: Written): Omit<GroupIn, 'changed_by'> => ({ name: name.trim(), lead: lead || null, members: members.map(stored), shown })

export const wrongDays = ({ from, last }: Pick<Member, 'from' | 'last'>): 'from' | 'last' | undefined => (!from ? 'from' : last && last < from ? 'last' : undefined)

export const isWrong = ({ name, members }: Written): boolean => !name.trim() || members.some((each) => wrongDays(each) !== undefined)

/** Whether a membership holds on a day, as the server counts. */
export const isIn = (day: Day) => ({ from_day, to_day }: MemberFields): boolean => from_day <= day && (to_day === null || day < to_day)
