import { describe, expect, it } from 'vitest'
import { daily } from '../checkins/daily.fixture'
import type { SaidAnswer } from '../shared/said'
import { answer } from './answer.fixture'
import { entriesOf, onThisPhone, saidAt } from './entry'

const monday = answer({ id: 'monday', answered_at: '2026-11-23T20:00:00Z' })
const tuesday = answer({ id: 'tuesday', answered_at: '2026-11-24T20:00:00Z', superseded: true })
const better = answer({ id: 'better', answered_at: '2026-11-25T08:00:00Z', revises: 'tuesday', superseded: true })
const best = answer({ id: 'best', answered_at: '2026-11-25T09:00:00Z', revises: 'better' })
const wednesday = answer({ id: 'wednesday', answered_at: '2026-11-25T07:00:00Z' })

const ids = (all: readonly { id: string }[]) => all.map(({ id }) => id)

describe('what Alice answered', () => {
  const entries = entriesOf([best, better, wednesday, tuesday, monday], [])

  it('comes with the newest first, and a correction where it was first said', () =>
    expect(ids(entries.map((entry) => entry.answer))).toEqual(['wednesday', 'best', 'monday']))

  it('keeps what it said before, the latest first', () => {
    const corrected = entries[1]
    expect(ids(corrected?.earlier ?? [])).toEqual(['better', 'tuesday'])
    expect(corrected && saidAt(corrected)).toMatchObject({ id: 'best', answered_at: tuesday.answered_at })
  })

  it('shows one whose correction the server does not tell', () => expect(ids(entriesOf([tuesday], []).map((entry) => entry.answer))).toEqual(['tuesday']))
})

describe('what is still on the phone', () => {
  const about = { version: '1', items: [{ link_id: 'craving', value: 6 }], revises: 'monday' }
  const said: SaidAnswer = { id: 'mine', check_in: 'c1', instrument: 'daily', answered_at: '2026-11-24T07:00:00Z', about }
  const asked = { id: 'c1', instrument: 'daily', slot: 'daily', local_date: '2026-11-23', opens_at: '2026-11-23T20:00:00Z', closes_at: '2026-11-24T02:00:00Z', answered_at: null, state: 'missed' } as const
  const mine = onThisPhone([said], [asked], [daily])

  it('stands in for what it corrects, with its day and that it is late', () => {
    const [entry] = entriesOf([monday], mine)
    expect(entry).toMatchObject({ isUnsent: true, answer: { id: 'mine', for_day: '2026-11-23', late: true }, first: { id: 'monday' } })
  })

  it('is not shown twice once the server tells it', () => {
    const told = answer({ id: 'mine', answered_at: said.answered_at })
    expect(entriesOf([told], mine)).toMatchObject([{ isUnsent: false }])
  })

  it('is left out where an older version of the app kept nothing of it', () => {
    const { about: _, ...old } = said
    expect(onThisPhone([old], [asked], [daily])).toEqual([])
  })
})
