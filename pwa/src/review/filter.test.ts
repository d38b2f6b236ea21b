import { describe, expect, it } from 'vitest'
import type { CaseloadRow } from '../shared/wire'
import { shownOf, totals } from './filter'

const row = (name: string, said: Partial<CaseloadRow> = {}): CaseloadRow => ({
  id: name, name, called: null, phase: 'iop', week: 1, groups: ['Evening A'], invite: null, joined_at: null, needs: [], last_answer: null,
  today: 'answered', unanswered_in_row: 0, unreviewed: 0, next_session: null, cravings: [], ...said,
})

const people = [
  row('Maya T.', { needs: ['call'], unreviewed: 2 }),
  row('José L.', { called: 'Pepe', groups: ['Morning B'], today: 'open' }),
  row('Casey W.', { needs: ['proposed'], unreviewed: 1 }),
  row('Jordan P.', { needs: ['unanswered'], today: 'missed' }),
]
const names = (...given: Parameters<typeof shownOf> extends [unknown, ...infer Rest] ? Rest : never) => shownOf(people, ...given).map(({ name }) => name)

describe('the list shows', () => {
  it('José to whoever types no accents, and by what he is called', () => {
    expect(names('all', 'jose')).toEqual(['José L.'])
    expect(names('all', 'PEP')).toEqual(['José L.'])
  })

  it('a group, and only whom every word fits', () => {
    expect(names('all', 'evening')).toEqual(['Maya T.', 'Casey W.', 'Jordan P.'])
    expect(names('all', 'evening jor')).toEqual(['Jordan P.'])
  })

  it('who needs someone, who is unread, who has not answered, in the order they stood', () => {
    expect(names('needing', '')).toEqual(['Maya T.', 'Jordan P.'])
    expect(names('unread', ' ')).toEqual(['Maya T.', 'Casey W.'])
    expect(names('silent', '')).toEqual(['José L.', 'Jordan P.'])
  })
})

it('the greeting counts people and answers', () => expect(totals(people)).toEqual({ need: 2, toRead: 3 }))
