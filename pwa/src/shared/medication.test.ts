import { describe, expect, it } from 'vitest'
import { tablet } from './medication.fixture'
import { withDose, withTaken } from './medication'
import type { DoseIn, MedicationIn, MedicationsOut } from './wire'

const sam = { zone: 'America/New_York' }
const told: MedicationsOut = { shared: false, medications: [tablet] }
const { id: _, stopped_at: __, doses: ___, replies: ____, ...fields } = tablet

const said = (differs: Partial<MedicationIn> & { id?: string } = {}) => ({ ...fields, medication: null, said_at: '2026-11-26T17:00:00Z', id: 'new', item: 'new', ...differs })
const word = (differs: Partial<DoseIn & { item: string }>) => ({ medication: 'tablet', original_start: '2026-11-26T08:00', word: 'taken', later_at: null, said_at: '2026-11-26T17:00:00Z', item: 'i', ...differs } as const)
const starts = (all: MedicationsOut, n = 0) => all.medications[n]?.doses.map(({ original_start }) => original_start)

it('a home that an older app kept has none', () => expect(withTaken(undefined, {}, sam)).toEqual({ shared: false, medications: [] }))

describe('what Sam adds offline', () => {
  it('has its doses from then on, as the server will tell them', () => {
    const all = withTaken(told, { medications: [said()] }, sam)
    expect(starts(all, 1)?.slice(0, 3)).toEqual(['2026-11-26T20:00', '2026-11-27T08:00', '2026-11-27T20:00'])
    expect(all.medications[1]?.doses[0]?.starts_at).toBe('2026-11-27T01:00:00.000Z')
  })

  it('only on its days, from the first to before the day that it is until', () => {
    const all = withTaken(told, { medications: [said({ times: ['08:00'], days: ['MO', 'SA'], first_day: '2026-11-29', until: '2026-12-07' })] }, sam)
    expect(starts(all, 1)).toEqual(['2026-11-30T08:00', '2026-12-05T08:00'])
  })

  it('keeps its wall time when the clocks change', () => {
    const all = withTaken(told, { medications: [said({ times: ['08:00'], first_day: '2026-10-31', said_at: '2026-10-31T08:00:00Z' })] }, sam)
    expect(all.medications[1]?.doses.slice(0, 2).map(({ starts_at }) => starts_at)).toEqual(['2026-10-31T12:00:00.000Z', '2026-11-01T13:00:00.000Z'])
  })
})

it('new times count from then on, and what was before stays, with what was said of it', () => {
  const all = withTaken(told, { medications: [said({ id: 'tablet', medication: 'tablet', times: ['09:00', '21:00'] })] }, sam)
  expect(starts(all)?.slice(0, 4)).toEqual(['2026-11-25T20:00', '2026-11-26T08:00', '2026-11-26T21:00', '2026-11-27T09:00'])
  expect(all.medications[0]?.replies).toEqual(tablet.replies)
})

it('stopped, it has none from then on', () => {
  const all = withTaken(told, { medications: [said({ id: 'tablet', medication: 'tablet', times: [] })] }, sam)
  expect(starts(all)).toEqual(['2026-11-25T20:00', '2026-11-26T08:00'])
  expect(all.medications[0]?.stopped_at).toBe('2026-11-26T17:00:00Z')
})

describe('what Sam said of a dose', () => {
  const words = (doses: Parameters<typeof withTaken>[1]['doses']) =>
    Object.fromEntries(withTaken(told, { doses: doses ?? [] }, sam).medications[0]?.replies.map(({ original_start, word: is }) => [original_start, is]) ?? [])

  it('is laid over what the server told', () => {
    expect(words([word({})])).toEqual({ '2026-11-25T20:00': 'taken', '2026-11-26T08:00': 'taken' })
    expect(words([word({ original_start: '2026-11-25T20:00', word: null })])).toEqual({ '2026-11-25T20:00': null })
  })

  it('from a notification is said of what is still open at that time, and of nothing else', () => {
    expect(words([word({ medication: null })])['2026-11-26T08:00']).toBe('taken')
    expect(words([word({ word: 'later', later_at: '2026-11-26T18:00:00Z' }), word({ medication: null })])['2026-11-26T08:00']).toBe('taken')
    expect(words([word({ word: 'skipped' }), word({ medication: null })])['2026-11-26T08:00']).toBe('skipped')
    expect(words([word({ medication: null, original_start: '2026-11-26T07:00' })])).toEqual({ '2026-11-25T20:00': 'taken' })
  })

  it('replaces what was said of the same dose before', () => {
    const [one, other] = [word({}), word({ word: 'skipped', item: 'j' })]
    expect(withDose([one], other)).toEqual([other])
    expect(withDose([one], word({ medication: null }))).toHaveLength(2)
  })
})

it('who sees it is what Sam said last', () => expect(withTaken(told, { sharing: [{ shared: true, item: 'i' }] }, sam).shared).toBe(true))
