import { SnoozeCard } from '../reminders/again/Snooze'
import { now } from '../ui/now'
import { stateAt } from './due'
import type { FormProps } from './Form'

/** Whoever has no time now can be told again, as long as the check-in is open. */
export function Later({ checkIn, revises, opened, body }: FormProps) {
  if (!checkIn || revises || opened || stateAt(checkIn, now.value) !== 'open') return null
  return <SnoozeCard subject={checkIn.id} uselessAfter={checkIn.closes_at} body={body} />
}
