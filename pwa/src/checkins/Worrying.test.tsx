// @vitest-environment happy-dom
import 'fake-indexeddb/auto'
import { act } from 'preact/test-utils'
import { beforeEach, describe, expect, it, vi } from 'vitest'
import { draft } from '../data/db'
import { discard, items } from '../data/outbox'
import { watchPending, worrying } from '../data/pending'
import type { AnswerSeen, CheckInOut, Home } from '../shared/wire'
import { online } from '../ui/online'
import { speak } from '../ui/words'
import { heading, isAsked, open, page, shown, startWith, tap, tell, text } from './onPage.fixture'
import { phq2, phq9 } from './phq.fixture'

const week: CheckInOut = {
  id: 'week',
  instrument: 'phq-9',
  slot: 'weekly',
  local_date: '2026-11-26',
  opens_at: '2026-11-27T01:00:00Z',
  closes_at: '2026-11-29T01:00:00Z',
  answered_at: null,
}

const ana = {
  person: { called: 'Ana', zone: 'America/New_York', language: 'en' },
  program: { zone: 'America/New_York', phone: '+1 555 013 4000' },
  reading: { by: '2026-11-27T17:00:00Z', counselor: 'Dana', responder: 'Ben', coverage: [{ opens_at: '2026-11-27T14:00:00Z', closes_at: '2026-11-27T22:00:00Z' }] },
  check_ins: [week, { ...week, id: 'short', instrument: 'phq-2' }],
  instruments: [phq2, phq9],
  exercises: [],
  assignments: [],
  answers: [],
  practices: [],
  plan: null,
  proposed: null,
} as unknown as Home

startWith(ana)

const worries = async () => Boolean(((await draft('check-in:week')) as { worrying?: boolean } | undefined)?.worrying)

const HELP = 'Thank you for saying so'

/** happy-dom has no history to go back in. */
const goOn = () => act(() => void dispatchEvent(new PopStateEvent('popstate')))

async function skipTo(question: string): Promise<void> {
  while (!heading().includes(question)) {
    const before = heading()
    await tap('Skip')
    await vi.waitFor(() => expect(heading()).not.toBe(before))
  }
}

describe('Ana answers the ninth question above “not at all”', () => {
  beforeEach(async () => {
    await open('/check-in/week')
    await skipTo('better off dead')
  })

  it('help is there at that moment, before anything is sent, and nothing is lost on the way back', async () => {
    await tap('Several days')
    await isAsked(HELP)
    expect([...page.querySelectorAll('a')].map(({ href }) => href)).toEqual(expect.arrayContaining(['tel:988', 'sms:988', 'tel:911']))
    expect(text()).toContain('HOME to 741741')
    expect(text()).toContain('Veterans: press 1')
    expect(await items()).toEqual([])

    await goOn()
    await isAsked('better off dead')
    expect(page.querySelector<HTMLInputElement>('input:checked')?.value).toBe('often-1')
    expect(document.activeElement).toBe(page.querySelector('input:checked'))
  })

  it('it comes again with every other answer of that kind, and not with the same', async () => {
    await tap('Several days')
    await isAsked(HELP)
    await goOn()
    await isAsked('better off dead')
    await tap('Several days')
    expect(heading()).toContain('better off dead')
    await tap('Nearly every day')
    await isAsked(HELP)
    await goOn()
    await isAsked('better off dead')
    await tap('Not at all')
    expect(heading()).toContain('better off dead')
    await tap('Several days')
    await isAsked(HELP)
  })

  it('when it comes again it knows that she has asked to be contacted', async () => {
    await tap('Several days')
    await tap('Ask Dana to contact me')
    await shown(/It is being sent/)
    await goOn()
    await isAsked('better off dead')
    await tap('Nearly every day')
    await isAsked(HELP)
    expect(text()).not.toContain('Nobody at the clinic knows of this yet')
    expect(await items()).toHaveLength(1)
  })

  it('an app that is closed there opens there', async () => {
    await tap('Several days')
    await isAsked(HELP)
    await vi.waitFor(async () => expect(await draft('check-in:week')).toMatchObject({ facing: { rule: 'safety' } }))
    await open('/check-in/week')
    await isAsked(HELP)
  })

  it('she asks to be contacted; out of hours it says by when somebody has to act, and only then that it arrived', async () => {
    await tap('Several days')
    await shown(/Nobody at the clinic knows of this yet\. The clinic is closed until tomorrow, 9:00\sam\. Press the button, and Dana or Ben has to contact you by 8:05\sam tomorrow\./)
    await shown(/It also reaches them when you finish and send this form\./)
    expect(text()).not.toContain('is asked to contact you')
    expect(await items()).toEqual([])
    await tap('Ask Dana to contact me')
    await shown(/It is being sent/)
    expect(text()).not.toContain('has to contact you')
    expect(text()).not.toContain('is asked to contact you')
    const [item] = await items()
    expect(item?.path).toMatch(/^\/api\/call-requests\//)
    expect(item?.body).toMatchObject({ rule: 'safety' })
    await act(() => discard(item?.id ?? '')) // it is sent
    await shown(/Sent\. Your program knows .* is asked to contact you by 8:05\sam tomorrow\./)
  })

  it('without a network it says that nobody has seen it, and whom to call', async () => {
    online.value = false
    await tap('Several days')
    await shown(/Nobody at the clinic knows of this yet\. This phone can’t send it right now\./)
    expect(text()).not.toMatch(/(is asked|has) to contact you/)
    await tap('Ask Dana to contact me')
    await shown(/This is still on your phone. Nobody has seen it yet./)
    expect([...page.querySelectorAll('a')].map(({ href }) => href)).toContain('tel:+15550134000')
  })

  it('in Spanish, too, nothing is promised before she asks', async () => {
    await speak('es')
    await tap('Several days')
    await shown(/En la clínica nadie lo sabe todavía\..*Toca el botón, y Dana o Ben debe comunicarse contigo mañana antes de las 8:05/)
    await shown(/También les llega cuando termines este cuestionario y lo envíes\./)
    await speak('en')
  })

  it('who leaves the form there is not left to believe that somebody knows', async () => {
    expect(await worries()).toBe(false)
    await tap('Several days')
    await vi.waitFor(async () => expect(await worries()).toBe(true))
    await goOn()
    await isAsked('better off dead')
    await tap('Not at all')
    await vi.waitFor(async () => expect(await worries()).toBe(false))
    await tap('Nearly every day')
    await vi.waitFor(async () => expect(await worries()).toBe(true))
    await tap('Ask Dana to contact me') // which waits on the phone itself
    await vi.waitFor(async () => expect(await worries()).toBe(false))
  })

  it('nor is it forgotten without a word when she starts over: whom to call stands beside the question', async () => {
    await tap('Several days')
    await goOn()
    await open('/check-in/week')
    await shown(/You began/)
    await tap('Start over')
    await shown(/Start over\?.*Nobody has seen it, and once it is gone nobody will\..*call or text now:/)
    expect([...page.querySelectorAll('dialog a')].map((link) => link.getAttribute('href'))).toEqual(expect.arrayContaining(['tel:988', 'sms:988', 'tel:+15550134000']))
    expect(await worries()).toBe(true)
    await tap('Yes, start over')
    await isAsked('Little interest')
    await vi.waitFor(async () => expect(await draft('check-in:week')).toBeUndefined())
  })

  it('the answer that waits on the phone is known as one that somebody should see', async () => {
    watchPending()
    await tap('Several days')
    await isAsked(HELP)
    await goOn()
    await tap('Save')
    await shown(/Thank you, Ana/)
    await vi.waitFor(() => expect(worrying.value).toEqual({ waiting: 1, parked: 0 }))
  })
})

it.each([
  ['about being safe', 'Several days', /Nobody reads this at once\. Dana has to act on it by 8:05\sam tomorrow\./],
  ['about nothing that presses', 'Not at all', /Nobody reads this at once\. Dana reads it by noon tomorrow\./],
])('what is promised of an answer %s is what the clinic is held to', async (_about, answer, promise) => {
  await open('/check-in/week')
  await skipTo('better off dead')
  await tap(answer)
  if (heading().includes(HELP)) await goOn()
  await isAsked('better off dead')
  await tap('Save')
  await shown(/Thank you, Ana/)
  expect(text()).toMatch(promise)
})

describe('a short form of 3 or more', () => {
  beforeEach(async () => {
    await open('/check-in/short')
    await tap('More than half the days')
    await tap('Next')
    await isAsked('Feeling down')
    await tap('Several days')
    await tap('Save')
    await isAsked('Trouble falling')
  })

  it('is saved, and the full form goes on with what was said', async () => {
    await shown(/What you said is saved/)
    const [short, ...others] = await items()
    expect(others).toEqual([])
    expect(short?.body).toMatchObject({ check_in: 'short', instrument: 'phq-2' })

    await tap('Not at all')
    await tap('Next')
    await isAsked('better off dead')
    await tap('Skip')
    await shown(/Both forms are saved/)
    expect((await items())[1]?.body).toMatchObject({
      check_in: 'short',
      instrument: 'phq-9',
      items: [{ link_id: 'phq-1', value: 'often-2' }, { link_id: 'phq-2', value: 'often-1' }, { link_id: 'phq-3', value: 'often-0' }],
    })
  })

  it('who stops in the middle finds the rest later, and what was saved stays', async () => {
    await open('/check-in/short')
    await isAsked('Trouble falling')
    expect(text()).toContain('You began')
    expect(await items()).toHaveLength(1)
  })
})

const none = ['phq-1', 'phq-2', 'phq-3', 'phq-9'].map((link_id) => ({ link_id, value: 'often-0' }))

it.each([
  ['and the full form was answered that evening already, opens nothing', { answered_at: '2026-11-26T23:30:00Z', scores: { total: 0 } }, /Thank you, Ana/],
  ['and the full form was answered on this phone a moment ago, opens nothing', { answered_at: '2026-11-26T23:30:00Z', items: none }, /Thank you, Ana/],
  ['and the full form was sent that evening with every question skipped, opens it', { answered_at: '2026-11-26T23:30:00Z', items: [] }, /What you said is saved/],
  ['and the full form was answered the evening before, opens it', { answered_at: '2026-11-26T02:30:00Z', scores: { total: 0 } }, /What you said is saved/],
])('a short form of 3 or more, %s', async (_what, about, then) => {
  const full = { id: 'f', check_in: 'month', instrument: 'phq-9', items: null, scores: {}, ...about } as unknown as AnswerSeen
  tell({ ...ana, answers: [full] })
  await open('/check-in/short')
  await tap('More than half the days')
  await tap('Next')
  await isAsked('Feeling down')
  await tap('Several days')
  await tap('Save')
  await shown(then)
})

it('a short form under 3 opens nothing', async () => {
  await open('/check-in/short')
  await tap('Several days')
  await tap('Next')
  await isAsked('Feeling down')
  await tap('Several days')
  await tap('Save')
  await shown(/Thank you, Ana/)
})
