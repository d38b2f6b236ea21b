import { describe, expect, it } from 'vitest'
import type { PlanContent } from '../shared/wire'
import type { PlanForm, Row } from './planForm'
import { contentOf, emptyForm, emptyRow, fatesOf, formOf, isEmpty, lacks, moved, textOf, unfinished, withRows } from './planForm'

const sams: PlanContent = {
  safety: {
    warning_signs: ['I stop answering messages.'],
    on_my_own: [{ text: 'Walk to the river', exercise: null }, { text: 'Ride it out', exercise: 'ride-the-urge' }],
    distractions: ['The library on Main'],
    people: [{ name: 'Ana', relation: 'sister', phone: '(555) 555-0134' }],
    professionals: [{ name: '988', note: '', phone: '988' }],
    safer: [],
  },
  staying_well: { reasons: ['My kids'], triggers: ['Payday'], early_signs: [], coping: [], routine: ['Gym on Tuesdays'], at_first_sign: [], after_lapse: [] },
  afterwards: { appointment: 'Dec 4, 10:00 am, Dr. Hale', support: ['Thursday group'], review_on: '2026-12-24' },
}

let made = 0
const newKey = () => `row ${(made += 1)}`
const row = (said: Partial<Row>): Row => ({ ...emptyRow(newKey()), ...said })
const withPeople = (...rows: Row[]): PlanForm => withRows(emptyForm, 'people', rows)

describe('Sam’s plan as a form', () => {
  it('is the same plan again', () => expect(contentOf(formOf(sams, newKey))).toEqual(sams))

  it('has a key of its own for every line', () => {
    const keys = Object.values(formOf(sams, newKey).rows).flatMap((rows) => rows.map(({ key }) => key))
    expect(new Set(keys).size).toBe(keys.length)
  })

  it('loses empty lines and outer spaces on the way out', () => {
    const form = withRows(emptyForm, 'reasons', [row({ text: '  My kids ' }), row({}), row({ text: '   ' })])
    expect(contentOf(form).staying_well.reasons).toEqual(['My kids'])
  })

  it('keeps an exercise without words of its own', () =>
    expect(contentOf(withRows(emptyForm, 'coping', [row({ exercise: 'halt' })])).staying_well.coping).toEqual([{ text: '', exercise: 'halt' }]))

  it('is empty when nothing is written', () => {
    expect(isEmpty(withPeople(row({})))).toBe(true)
    expect(isEmpty(formOf(sams, newKey))).toBe(false)
  })
})

describe('somebody to call', () => {
  it('is held back while the number is half typed, and the rest is saved', () => {
    const form = withPeople(row({ text: 'Ana', phone: '(5' }), row({ text: 'Luis', about: 'sponsor', phone: '555-0199' }))
    expect(contentOf(form).safety.people).toEqual([{ name: 'Luis', relation: 'sponsor', phone: '555-0199' }])
    expect(unfinished(form)).toBe(1)
  })

  it.each([
    [{ text: 'Ana', phone: '' }, 'phone'],
    [{ text: 'Ana', phone: '98' }, 'phone'],
    [{ text: '988 Lifeline', phone: '988' }, undefined],
    [{ text: '', phone: '555-0199' }, 'name'],
    [{}, undefined], // an empty line lacks nothing: it is left out
  ] as const)('%o lacks %s', (said, lacking) => expect(lacks('people', row(said))).toBe(lacking))

  it('is asked for a number only where there is one to have', () => expect(lacks('reasons', row({ text: 'My kids' }))).toBeUndefined())
})

it('two contents that differ only in spaces are the same', () => {
  const spaced = { ...sams, afterwards: { ...sams.afterwards, appointment: ` ${sams.afterwards.appointment} ` } }
  expect(textOf(spaced)).toBe(textOf(sams))
  expect(textOf(null)).not.toBe(textOf(contentOf(emptyForm)))
})

it('a line moves by one place and stops at the ends', () => {
  const rows = [row({ text: 'a' }), row({ text: 'b' }), row({ text: 'c' })]
  const order = (moving: readonly Row[]) => moving.map(({ text }) => text).join('')
  expect(order(moved(rows, 1, -1))).toBe('bac')
  expect(order(moved(rows, 1, 1))).toBe('acb')
  expect(order(moved(rows, 0, -1))).toBe('abc')
  expect(order(moved(rows, 2, 1))).toBe('abc')
})

describe('of Sam’s versions', () => {
  const [open, agreed] = [{ agreed_at: null }, { agreed_at: '2026-11-12T15:00:00Z' }]

  it('only the newest can wait for him', () => expect(fatesOf([open, open, agreed])).toEqual(['waits', 'replaced', 'agreed']))

  it('the one he agreed to last is the plan, and stays it while a newer one waits', () =>
    expect(fatesOf([agreed, agreed, open])).toEqual(['agreed', 'replaced-agreed', 'replaced']))
})
