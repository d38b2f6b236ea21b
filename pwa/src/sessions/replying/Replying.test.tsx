// @vitest-environment happy-dom
import 'fake-indexeddb/auto'
import { render } from 'preact'
import { act } from 'preact/test-utils'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { keep, wipe } from '../../data/db'
import { home, loadHome, said, told } from '../../data/home'
import { items } from '../../data/outbox'
import { unsent } from '../../data/pending'
import { signedOut } from '../../data/post'
import type { Home, OccurrenceOut, ReplyOut } from '../../shared/wire'
import { now } from '../../ui/now'
import { online } from '../../ui/online'
import { speak } from '../../ui/words'
import { session } from '../session.fixture'
import { Replying } from './Replying'

const page = document.body.appendChild(document.createElement('main'))
const reply: ReplyOut = { occurrence: session().id, kind: 'cant_come', hindrance: 'transport', help: true, note: null, said_at: '2026-11-26T20:00:00Z' }
const sams = { person: {}, reading: { counselor: 'Dana' }, attended: { notice_hours: 48 }, replies: [], check_ins: [], answers: [], practices: [], rhythm: [] } as unknown as Home

beforeEach(async () => {
  vi.stubGlobal('navigator', {})
  await wipe()
  await loadHome()
  now.value = new Date('2026-11-26T17:00:00Z')
  unsent.value = []
})
afterEach(async () => {
  render(null, page)
  online.value = true
  signedOut.value = false
  await speak('en')
})

const Page = ({ one }: { one: OccurrenceOut }) => home.value && <Replying one={one} body={home.value} />

async function shown(differs: Partial<Home> = {}, one = session()): Promise<string> {
  told.value = { body: { ...sams, ...differs }, etag: undefined, read_at: now.value.toISOString() }
  await act(() => render(<Page one={one} />, page))
  return text()
}

const text = () => page.textContent ?? ''
const buttons = () => [...page.querySelectorAll('.row > button.soft, .row > button.main')].map((each) => each.textContent)
const tap = (name: string) =>
  act(() => [...page.querySelectorAll<HTMLElement>('button, label')].find((each) => each.textContent?.trim() === name)?.click())

it('Sam says that he can’t come, why, and that he wants help, and his counselor’s name is on the button', async () => {
  await shown()
  await tap('Can’t make it')
  expect(text()).toContain('When you tap, Dana hears of it at once.')
  expect(text()).toContain('Your program likes to know 48 hours ahead. Late is better than not at all.')
  await tap('Getting there')
  await tap('I’d like help with this')
  await tap('Tell Dana')
  await vi.waitFor(() => expect(text()).toContain('You said you can’t make it. Reason: Getting there. You asked for help with this.'))
  expect((await items())[0]?.body).toMatchObject({ occurrence: session().id, starts_at: session().starts_at, kind: 'cant_come', hindrance: 'transport', help: true, note: null })
  expect(buttons()).toContain('I can come after all')
})

it('with nothing chosen it is one tap more', async () => {
  await shown()
  await tap('Can’t make it')
  await tap('Tell Dana')
  await vi.waitFor(async () => expect((await items())[0]?.body).toMatchObject({ kind: 'cant_come', hindrance: null, help: false }))
})

it('what the phone could not keep it does not call saved', async () => {
  await shown()
  await tap('Can’t make it')
  await keep('device', { id: 'another', role: 'participant', person: 'ana' })
  await tap('Tell Dana')
  await vi.waitFor(() => expect(text()).toContain('That could not be saved.'))
  expect(text()).not.toContain('You said')
})

describe('it says where his word is', () => {
  const mine = { ...reply, item: 'r1' }
  const inOutbox = (state: 'waiting' | 'parked') => {
    said.value = { ...said.value, replies: [mine] }
    unsent.value = [{ id: 'r1', path: '/api/replies/r1', body: reply, made_at: '', tries: 0, state, version: 1 }]
  }

  it('told', async () => expect(await shown({ replies: [reply] })).toContain('Dana has been told.'))
  it('to the program, without a counselor', async () =>
    expect(await shown({ replies: [reply], reading: { counselor: null } as Home['reading'] })).toContain('Your program has been told.'))

  it.each(['here', 'coming'] as const)('that he is %s stands with the session', async (kind) => {
    const shownText = await shown({ replies: [{ ...reply, kind }] })
    expect(shownText).toContain('Dana can see it.')
    expect(shownText).not.toContain('has been told')
  })

  it('on its way', async () => {
    inOutbox('waiting')
    expect(await shown()).toContain('It is on its way to Dana now.')
  })

  it('offline', async () => {
    inOutbox('waiting')
    online.value = false
    expect(await shown()).toContain('We’ll tell Dana when you’re online.')
  })

  it('refused, and then nobody knows', async () => {
    inOutbox('parked')
    expect(await shown()).toContain('This could not be sent, and Dana doesn’t know.')
  })
})

it('at the door it is one tap', async () => {
  now.value = new Date('2026-11-26T22:40:00Z')
  await shown()
  expect(buttons()).toEqual(['I’m here', 'Can’t make it'])
  await tap('I’m here')
  await vi.waitFor(() => expect(text()).toContain('You said you’re here.'))
  expect((await items())[0]?.body).toMatchObject({ kind: 'here', hindrance: null, starts_at: session().starts_at })
})

it('he comes after all', async () => {
  await shown({ replies: [reply] })
  await tap('I can come after all')
  await vi.waitFor(() => expect(text()).toContain('You said you’re coming.'))
  expect(buttons()).toContain('Can’t make it')
})

it('a session that is over asks nothing', async () => {
  now.value = new Date('2026-11-27T01:00:00Z')
  await shown({ replies: [reply] })
  expect(text()).toContain('You said you can’t make it.')
  expect(buttons()).toEqual([])
})

it('a program may like to know one hour ahead', async () => {
  now.value = new Date('2026-11-26T22:10:00Z')
  await shown({ attended: { notice_hours: 1 } as Home['attended'] })
  await tap('Can’t make it')
  expect(text()).toContain('Your program likes to know 1 hour ahead.')
})

it('and all that in Spanish', async () => {
  await speak('es')
  expect(await shown({ replies: [reply] })).toContain('Dijiste que no puedes venir. Motivo: El transporte.')
  await shown()
  await tap('No puedo venir')
  expect(text()).toContain('Cuando toques, Dana se entera enseguida.')
})
