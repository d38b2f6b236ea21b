// @vitest-environment happy-dom
import 'fake-indexeddb/auto'
import { render } from 'preact'
import { act } from 'preact/test-utils'
import { beforeEach, describe, expect, it, vi } from 'vitest'
import { draft, drafts, kept } from '../data/db'
import { items } from '../data/outbox'
import type { Questionnaire } from '../shared/form/questionnaire'
import type { CheckInOut, Home } from '../shared/wire'
import { now } from '../ui/now'
import { daily } from './daily.fixture'
import { heading, open, page, shown, startWith, tap, tell, text } from './onPage.fixture'

const tonight: CheckInOut = {
  id: 'tonight',
  instrument: 'daily',
  slot: 'daily',
  local_date: '2026-11-26',
  opens_at: '2026-11-27T01:00:00Z',
  closes_at: '2026-11-27T07:00:00Z',
  answered_at: null,
}

const home = {
  person: { called: 'Sam', zone: 'America/New_York', language: 'en' },
  program: { zone: 'America/New_York' },
  reading: { by: '2026-11-27T17:00:00Z', counselor: 'Dana' },
  check_ins: [tonight],
  instruments: [daily],
  exercises: [{ key: 'ride-the-urge', title: 'Ride the urge', minutes: 6 }],
  assignments: [],
  answers: [],
  practices: [],
  plan: null,
  proposed: null,
} as unknown as Home

startWith(home)

const press = (key: string) =>
  act(() => void page.querySelector('h1')?.dispatchEvent(new KeyboardEvent('keydown', { key, bubbles: true, cancelable: true })))

const isOn = (step: number) => vi.waitFor(() => expect(heading()).toContain(`Question ${step} of 5`))

async function answerAll(): Promise<void> {
  await isOn(1)
  await press('8')
  for (const step of [2, 3, 4, 5]) {
    await press('Enter')
    await isOn(step)
  }
}

it('Sam answers with the keyboard; it is saved on the phone, with what Sam said and nothing else', async () => {
  await open('/check-in/tonight')
  await answerAll()
  await press('Enter')
  await shown(/Thank you, Sam/)

  expect(text()).toContain('Saved on this phone')
  expect(text()).toContain('Nobody reads this at once. Dana reads it by noon tomorrow.')
  expect(text()).toContain('Ride the urge')
  const [item, ...others] = await items()
  expect(others).toEqual([])
  expect(item?.body).toMatchObject({ check_in: 'tonight', instrument: 'daily', version: '1', items: [{ link_id: 'craving', value: 8 }] })
  expect((await kept('said'))?.answers).toHaveLength(1)
  expect(await draft('check-in:tonight')).toBeUndefined()
})

it('a strong craving is met at once, before anything is sent', async () => {
  await open('/check-in/tonight')
  await isOn(1)
  expect(text()).not.toContain('Ride the urge')
  await press('7')
  await shown(/Strong craving\. Would something that helps right now be good\?.*Ride the urge, 6\smin/)
  expect(page.querySelector('[role=status] a')?.getAttribute('href')).toBe('/skills/ride-the-urge?from=%2Fcheck-in%2Ftonight')
  expect(heading()).toContain('Question 1 of 5')
  expect(await draft('check-in:tonight')).toMatchObject({ values: { craving: 7 } })
  expect(await items()).toEqual([])
  await press('6')
  await vi.waitFor(() => expect(text()).not.toContain('Ride the urge'))
})

it('the offer is in the way of nothing: Sam goes on, and finds it again at the end', async () => {
  await open('/check-in/tonight')
  await answerAll()
  expect(text()).not.toContain('Ride the urge')
  await press('Enter')
  await shown(/Ride the urge, 6\smin/)
  expect(page.querySelector('a[href^="/skills"]')?.getAttribute('href')).toBe('/skills/ride-the-urge')
})

it('Sam leaves in the middle and goes on where it was', async () => {
  await open('/check-in/tonight')
  await isOn(1)
  await press('6')
  await press('Enter')
  await isOn(2)
  render(null, page)

  await open('/check-in/tonight')
  await isOn(2)
  await shown(/You began/)
  await tap('Back')
  await isOn(1)
  expect(page.querySelector<HTMLInputElement>('input:checked')?.value).toBe('6')
})

it('a phone that cannot save says so and keeps the answers on the page', async () => {
  await open('/check-in/tonight')
  await answerAll()
  const full = vi.spyOn(IDBObjectStore.prototype, 'put').mockImplementation(() => {
    throw new DOMException('full', 'QuotaExceededError')
  })
  await press('Enter')
  await shown(/could not be saved on this phone/)
  expect(text()).not.toContain('Thank you')
  expect(await items()).toEqual([])

  full.mockRestore()
  await tap('Try again')
  await shown(/Thank you, Sam/)
  expect((await items())[0]?.body).toMatchObject({ items: [{ link_id: 'craving', value: 8 }] })
})

it('one that is answered already is not asked again', async () => {
  tell({ ...home, check_ins: [{ ...tonight, answered_at: '2026-11-27T01:02:00Z' }] })
  await open('/check-in/tonight')
  await shown(/You answered it at 8:02\spm/)
})

it('after its window it is welcome all the same', async () => {
  now.value = new Date('2026-11-27T15:00:00Z')
  await open('/check-in/tonight')
  await shown(/This one is from yesterday. Late is fine./)
})

it('what was begun on a form goes on with it and is sent as it, whatever was loaded since', async () => {
  await open('/check-in/tonight')
  await isOn(1)
  await press('7')
  await vi.waitFor(async () => expect(await draft('check-in:tonight')).toMatchObject({ values: { craving: 7 } }))
  const [now] = home.instruments as unknown as Questionnaire[]
  const next = { ...now, version: '2', item: now?.item.map((item) => ({ ...item, text: 'Something else?' })) }
  tell({ ...home, instruments: [next as unknown as Home['instruments'][number]] })
  await open('/check-in/tonight')
  await isOn(1)
  expect(text()).not.toContain('Something else?')
  await answerAll()
  await press('Enter')
  await shown(/Thank you, Sam/)
  expect((await items())[0]?.body).toMatchObject({ instrument: 'daily', version: '1' })
})

describe('Sam comes back to what was begun, and taps “Start over”', () => {
  beforeEach(async () => {
    await open('/check-in/tonight')
    await isOn(1)
    await press('6')
    await press('Enter')
    await isOn(2)
    await open('/check-in/tonight')
    await shown(/You began/)
    await tap('Start over')
    await shown(/Start over\?What you chose here is then gone from this phone\./)
  })

  it('it is asked first, and nothing is lost by asking', async () => {
    await tap('Keep my answers')
    expect(heading()).toContain('Question 2 of 5')
    expect(text()).not.toContain('Yes, start over')
    expect(await draft('check-in:tonight')).toMatchObject({ values: { craving: 6 } })
  })

  it('with a yes it is as if it had not been begun', async () => {
    await tap('Yes, start over')
    await isOn(1)
    expect(page.querySelector('input:checked')).toBeNull()
    await vi.waitFor(async () => expect([...(await drafts()).keys()]).toEqual([]))
    expect(text()).not.toContain('You began')
  })
})

it('one that the server tells of no more is gone on with, and sent as what it is', async () => {
  await open('/check-in/tonight')
  await isOn(1)
  await press('7')
  await vi.waitFor(async () => expect(await draft('check-in:tonight')).toMatchObject({ values: { craving: 7 } }))
  now.value = new Date('2027-03-01T15:00:00Z')
  tell({ ...home, check_ins: [{ ...tonight, id: 'open', opens_at: '2027-03-01T14:00:00Z', closes_at: '2027-03-01T20:00:00Z' }], instruments: [] })
  await open('/check-in/tonight')
  await isOn(1)
  await shown(/You began/)
  await answerAll()
  await press('Enter')
  await shown(/Thank you, Sam/)
  expect((await items())[0]?.body).toMatchObject({ check_in: 'tonight', instrument: 'daily', items: [{ link_id: 'craving', value: 8 }] })
})

it('one that nobody asked for is gone on with by its own address, also while another is open', async () => {
  tell({ ...home, check_ins: [] })
  await open('/check-in')
  await isOn(1)
  await press('7')
  await vi.waitFor(async () => expect(await draft('check-in:today')).toMatchObject({ values: { craving: 7 } }))
  tell(home)
  await open('/check-in/today')
  await answerAll()
  await press('Enter')
  await shown(/Thank you, Sam/)
  expect((await items())[0]?.body).toMatchObject({ check_in: null })
})

it('an address that names none leads to the open one', async () => {
  await open('/check-in/withdrawn')
  await vi.waitFor(() => expect(heading()).toContain('Evening check-in'))
})

describe('a question that has to be answered', () => {
  const form: Questionnaire = {
    id: 'daily', version: '1', title: 'Two questions',
    item: [{ linkId: 'place', type: 'string', text: 'Where are you?' }, { linkId: 'why', type: 'string', text: 'What happened?', required: true }],
  }
  const write = (text: string) =>
    act(() => {
      const field = page.querySelector('input') as HTMLInputElement
      field.value = text
      field.dispatchEvent(new Event('input', { bubbles: true }))
    })

  beforeEach(async () => {
    tell({ ...home, instruments: [form as unknown as Home['instruments'][number]] })
    await open('/check-in/tonight')
    await tap('Skip')
    await vi.waitFor(() => expect(heading()).toContain('What happened?'))
  })

  it.each(['', '   '])('says so to “%s”, and no longer once Sam goes back', async (said) => {
    await write(said)
    await tap('Save')
    expect(text()).toContain('This one needs an answer before you go on.')
    expect(await items()).toEqual([])
    await tap('Back')
    await vi.waitFor(() => expect(heading()).toContain('Where are you?'))
    expect(text()).not.toContain('needs an answer')
  })

  it('is taken with an answer', async () => {
    await write(' The bus left. ')
    await tap('Save')
    await shown(/Thank you, Sam/)
    expect((await items())[0]?.body).toMatchObject({ items: [{ link_id: 'why', value: 'The bus left.' }] })
  })
})

it('what Sam has begun is known on this phone', async () => {
  await open('/check-in/tonight')
  await isOn(1)
  await press('6')
  await vi.waitFor(async () => expect([...(await drafts()).keys()]).toEqual(['check-in:tonight']))
})
