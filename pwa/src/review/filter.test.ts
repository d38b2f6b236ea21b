import { describe, expect, it } from 'vitest'
import type { Sieve } from './filter'
import { choicesOf, everybody, shownOf, totals } from './filter'
import { need, row } from './row.fixture'

const people = [
  row('Maya T.', { needs: [need('call')], unreviewed: 2 }),
  row('José L.', { called: 'Pepe', groups: ['Morning B'], today: 'open', phase: 'aftercare' }),
  row('Casey W.', { needs: [need('proposed', { tier: null })], unreviewed: 1 }),
  row('Jordan P.', { needs: [need('unanswered', { tier: 'digest' })], today: 'missed' }),
]
const names = (said: Partial<Sieve>) => shownOf(people, { ...everybody, ...said }).map(({ name }) => name)

describe('the list shows', () => {
  it('José to whoever types no accents, and by what he is called', () => {
    expect(names({ typed: 'jose' })).toEqual(['José L.'])
    expect(names({ typed: 'PEP' })).toEqual(['José L.'])
  })

  it('a group, and only whom every word fits', () => {
    expect(names({ typed: 'evening' })).toEqual(['Maya T.', 'Casey W.', 'Jordan P.'])
    expect(names({ typed: 'evening jor' })).toEqual(['Jordan P.'])
  })

  it('who needs someone, who is unread, who has not answered, in the order they stood', () => {
    expect(names({ filter: 'needing' })).toEqual(['Maya T.'])
    expect(names({ filter: 'unread', typed: ' ' })).toEqual(['Maya T.', 'Casey W.'])
    expect(names({ filter: 'silent' })).toEqual(['José L.', 'Jordan P.'])
  })

  it('a group and a phase that were chosen, together with the rest', () => {
    expect(names({ group: 'Morning B' })).toEqual(['José L.'])
    expect(names({ phase: 'iop', filter: 'unread' })).toEqual(['Maya T.', 'Casey W.'])
    expect(names({ phase: 'aftercare', group: 'Evening A' })).toEqual([])
  })
})

it('there is only a choice where there are several', () => {
  expect(choicesOf(people)).toEqual({ groups: ['Evening A', 'Morning B'], phases: ['aftercare', 'iop'] })
  expect(choicesOf(people.slice(2))).toEqual({ groups: [], phases: [] })
})

it('the greeting counts people and answers', () => expect(totals(people)).toEqual({ need: 1, toRead: 3 }))
