// @vitest-environment happy-dom
import { render } from 'preact'
import { act } from 'preact/test-utils'
import { afterEach, expect, it } from 'vitest'
import type { Day } from '../../shared/wire'
import { now } from '../../ui/now'
import { Numbers } from './Numbers'
import { axisTo, linesOf } from './trend'

const page = document.body.appendChild(document.createElement('main'))
afterEach(() => act(() => render(null, page)))

const day = (date: string, state: Day['state'], mood: number | null = null): Day => ({ day: date, state, mood, craving: null, sleep: null })

it('what was late, missed and not due in the eleventh week back is told apart, as in the last one', async () => {
  now.value = new Date('2026-11-23T17:00:00Z')
  const days = [
    day('2026-09-07', null), day('2026-09-08', 'answered', 5), day('2026-09-09', 'late', 4), day('2026-09-10', 'missed'), day('2026-09-11', null),
    day('2026-11-22', 'late', 6), day('2026-11-23', 'open'),
  ]
  const lines = linesOf({ days, trends: [] }, axisTo('2026-11-23'), { mood: 'Mood', craving: 'Craving', sleep: 'Sleep' }, 'en')
  await act(() => render(<Numbers days={days} lines={lines} />, page))
  const rows = [...page.querySelectorAll('tbody tr')].map((row) => [...row.children].map(({ textContent }) => textContent).join(' '))
  expect(rows).toEqual([
    'Mon, Nov 23 – – – Open now',
    'Sun, Nov 22 6 – – Answered late',
    'Fri, Sep 11 – – – Nothing due',
    'Thu, Sep 10 – – – Not answered',
    'Wed, Sep 9 4 – – Answered late',
    'Tue, Sep 8 5 – – Answered',
  ])
})
