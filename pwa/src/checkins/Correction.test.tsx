// @vitest-environment happy-dom
import 'fake-indexeddb/auto'
import { act } from 'preact/test-utils'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { draft, drafts, keep, keepDraft } from '../data/db'
import { loadHome } from '../data/home'
import { flush, items } from '../data/outbox'
import { ApiError } from '../data/api'
import type { AnswerSeen, Home } from '../shared/wire'
import { now } from '../ui/now'
import { online } from '../ui/online'
import { language, speak } from '../ui/words'
import { heading, isAsked, open, page, shown, startWith, tap, tell, text } from './onPage.fixture'
import { phq9 } from './phq.fixture'

const answer: AnswerSeen = {
  id: 'a1', check_in: null, instrument: 'phq-9', version: '1', answered_at: '2026-11-27T01:02:00Z', late: false, seen_by: null, seen_at: null, replies: [],
  revisable_until: '2026-11-28T01:02:00Z', items: [{ link_id: 'phq-1', value: 'often-1' }, { link_id: 'phq-9', value: 'often-0' }], scores: {},
}

const ana = {
  person: { id: 'ana', called: 'Ana', zone: 'America/New_York', language: 'en' },
  program: { zone: 'America/New_York', phone: '+1 555 013 4000' },
  reading: { by: '2026-11-27T17:00:00Z', counselor: 'Dana', responder: 'Ben', coverage: [] },
  check_ins: [], instruments: [phq9], exercises: [], assignments: [], answers: [answer], practices: [], plan: null, proposed: null,
} as unknown as Home

startWith(ana)
beforeEach(() => {
  vi.stubGlobal('navigator', {})
  vi.useFakeTimers({ toFake: ['Date'], now: now.value })
})
afterEach(() => {
  vi.unstubAllGlobals()
  vi.useRealTimers()
})

const NEXT_EVENING = new Date('2026-11-28T01:02:00Z')

async function changeTheFirst(): Promise<void> {
  await open('/check-in/correct/a1')
  await shown(/You are changing what you answered at 8:02\spm/)
  await tap('Nearly every day')
}

async function saveTheRest(): Promise<void> {
  await tap('Next')
  await skipTo('better off dead')
  await tap('Save')
}

async function skipTo(question: string): Promise<void> {
  while (!heading().includes(question)) {
    const before = heading()
    await tap('Skip')
    await vi.waitFor(() => expect(heading()).not.toBe(before))
  }
}

it('an answer of today can be corrected; the correction names it', async () => {
  await changeTheFirst()
  expect(page.querySelector<HTMLInputElement>('input:checked')?.value).toBe('often-3')
  await saveTheRest()
  await shown(/Your correction is kept/)
  expect((await items())[0]?.body).toMatchObject({
    check_in: null,
    revises: 'a1',
    items: [{ link_id: 'phq-1', value: 'often-3' }, { link_id: 'phq-9', value: 'often-0' }],
  })
})

it('a saved answer about being safe that is raised opens the page with help', async () => {
  tell({ ...ana, answers: [{ ...answer, items: [{ link_id: 'phq-9', value: 'often-1' }] }] })
  await open('/check-in/correct/a1')
  await shown(/You are changing/)
  await skipTo('better off dead')
  await tap('Several days')
  expect(heading()).toContain('better off dead')
  await tap('Nearly every day')
  await isAsked('Thank you for saying so')
})

it('one to another version of the form is corrected in the words that it was given to', async () => {
  const earlier = { ...phq9, version: '0', item: phq9.item.map((item) => ({ ...item, text: `Earlier: ${item.text}` })) }
  tell({ ...ana, instruments: [...ana.instruments, earlier as unknown as Home['instruments'][number]], answers: [{ ...answer, version: '0' }] })
  await open('/check-in/correct/a1')
  await shown(/Earlier: /)
  await tap('Nearly every day')
  await saveTheRest()
  await shown(/Your correction is kept/)
  expect((await items())[0]?.body).toMatchObject({ revises: 'a1', version: '0' })
})

it('one to a form that is not here as it was stays as it is, and the page says why', async () => {
  tell({ ...ana, answers: [{ ...answer, version: '0', items: [{ link_id: 'phq-1', value: 'often-1' }, { link_id: 'gone', value: 'Much.' }] }] })
  await open('/check-in/correct/a1')
  await shown(/This form has changed since.*your answer stays as you sent it.*tell Dana/)
  expect(page.querySelector('input')).toBeNull()
  expect([...page.querySelectorAll('a')].map((one) => one.getAttribute('href'))).toEqual(expect.arrayContaining(['/history#a1', '/check-in']))
  expect([await items(), [...(await drafts()).keys()]]).toEqual([[], []])
})

describe('once its day is over', () => {
  it('it can not', async () => {
    now.value = NEXT_EVENING
    await open('/check-in/correct/a1')
    await shown(/This answer can no longer be changed/)
    expect(text()).not.toContain('What you had written here')
    expect(await items()).toEqual([])
  })

  it('Ana is told so while she is at it, and what she wrote stays on the screen and on the phone', async () => {
    await changeTheFirst()
    await act(() => void (now.value = NEXT_EVENING))
    await shown(/can no longer be changed.*Your answer stays as you sent it/)
    expect(text()).toMatch(/What you had written here.*until Thursday, December 3.*Nearly every day/)
    await vi.waitFor(async () => expect([...(await drafts()).keys()]).toEqual(['correct:a1']))
  })

  it('Ana only looked: nothing is called written', async () => {
    await open('/check-in/correct/a1')
    await isAsked('Little interest')
    await act(() => void (now.value = NEXT_EVENING))
    await shown(/can no longer be changed/)
    expect(text()).not.toContain('What you had written here')
  })

  it('Ana comes back to it and reads what she had written; a week later it goes with her next check-in', async () => {
    await changeTheFirst()
    now.value = NEXT_EVENING
    tell({ ...ana, answers: [{ ...answer, items: null, revisable_until: null }] })
    await open('/check-in/correct/a1')
    await shown(/What you had written here.*Nearly every day/)

    await keepDraft('check-in:later', { instrument: 'daily' })
    now.value = new Date('2026-12-05T01:05:00Z')
    await open('/check-in/correct/a1')
    await shown(/What you had written here/)
    expect(await draft('correct:a1')).toBeDefined()

    await open('/check-in')
    await vi.waitFor(async () => expect([...(await drafts()).keys()]).toEqual(['check-in:later']))
  })
})

it('what worries in a correction that came too late stays until Ana removes it, and is said to be unseen', async () => {
  await open('/check-in/correct/a1')
  await shown(/You are changing/)
  await skipTo('better off dead')
  await tap('Nearly every day')
  await isAsked('Thank you for saying so')
  await act(() => void dispatchEvent(new PopStateEvent('popstate')))
  await isAsked('better off dead')
  now.value = new Date('2026-12-12T01:05:00Z')
  tell({ ...ana, answers: [{ ...answer, items: null, revisable_until: null }] })
  await open('/check-in') // which removes what is over
  await open('/check-in/correct/a1')
  await shown(/What you had written here.*It stays on this phone until you remove it\. If it can’t wait, call or text now:.*Nearly every day/)
  await tap('Remove it from this phone')
  await shown(/Remove it from this phone\?.*once it is gone nobody will/)
  await tap('Yes, remove it')
  await vi.waitFor(() => expect(text()).not.toContain('What you had written here'))
  expect([...(await drafts()).keys()]).toEqual([])
})

describe('an answer of another device, that this phone has not heard of', () => {
  const server = vi.fn<() => Promise<Response>>()
  const serverTells = (answers: readonly AnswerSeen[]) => server.mockImplementation(async () => Response.json({ ...ana, answers }))

  beforeEach(async () => {
    server.mockReset()
    vi.stubGlobal('fetch', server)
    await keep('device', { id: 'd-ana', role: 'participant', person: 'ana' })
    await keep('home', { body: { ...ana, answers: [] }, etag: undefined, read_at: '2026-11-26T01:04:00Z' })
    await loadHome()
  })

  it('is fetched first, and can be corrected', async () => {
    serverTells([answer])
    await open('/check-in/correct/a1')
    await shown(/You are changing what you answered at 8:02\spm/)
    expect(text()).not.toContain('can no longer be changed')
  })

  it('is gone only when the server says so', async () => {
    serverTells([])
    await open('/check-in/correct/a1')
    await shown(/Its day is over, or it was changed already on another device/)
  })

  it('needs the network once, and goes on by itself when that is there', async () => {
    online.value = false
    serverTells([answer])
    await open('/check-in/correct/a1')
    await shown(/This phone does not have that answer yet. It needs the network once/)
    expect(server).not.toHaveBeenCalled()
    await act(() => void (online.value = true))
    await shown(/You are changing what you answered/)
  })

  it('a network that is none is no reason to call it gone', async () => {
    server.mockRejectedValueOnce(new TypeError('no route')).mockImplementation(async () => Response.json(ana))
    await open('/check-in/correct/a1')
    await shown(/It needs the network once/)
    await tap('Try again')
    await shown(/You are changing what you answered/)
  })

  it('is nobody’s on a phone that was signed out', async () => {
    server.mockImplementation(async () => Response.json({ error: 'Please sign in again.' }, { status: 401 }))
    await open('/check-in/correct/a1')
    await shown(/This phone is not signed in/)
  })
})

it.each([
  ['en', 'This answer was changed on another device first: that change counts, and yours is kept on this phone.', 'See both'],
  ['es', 'Esta respuesta se cambió antes en otro dispositivo: ese cambio es el que vale, y el tuyo queda en este teléfono.', 'Ver los dos'],
] as const)('a second correction is refused in one plain sentence, with the way to both: %s', async (tongue, sentence, link) => {
  await changeTheFirst()
  await saveTheRest()
  await shown(/Your correction is kept/)
  const [mine] = await items()
  await speak(tongue)
  await flush(() => Promise.reject(new ApiError(409, 'This answer was corrected already.', undefined, undefined, 'corrected')))
  await vi.waitFor(() => expect(text()).toContain(sentence))
  const links = [...page.querySelectorAll('a')].filter(({ textContent }) => textContent === link)
  expect(links.map((one) => one.getAttribute('href'))).toEqual([`/history#${mine?.id}`])
  expect(await items()).toMatchObject([{ state: 'parked', reason: 'corrected', body: { items: [{ value: 'often-3' }, {}] } }])
  await speak('en')
  expect(language.value).toBe('en')
})
