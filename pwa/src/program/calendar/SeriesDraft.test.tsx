// @vitest-environment happy-dom
import 'fake-indexeddb/auto'
import { render } from 'preact'
import { act } from 'preact/test-utils'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { draft, keepDraft } from '../../data/db'
import { serverThat, show, until } from '../../review/server.fixture'
import type { SeriesOut } from '../../shared/wire'
import { now } from '../../ui/now'
import { calendar, series } from './calendar.fixture'
import { onTop } from './draft'
import { writtenOf } from './series'
import { ChangeSeries } from './SeriesPage'

let page: HTMLElement
const text = () => page.textContent?.replaceAll('\u202f', ' ').replaceAll('\u2009', ' ') ?? ''
const field = (label: string) => page.querySelector<HTMLInputElement>(`#${[...page.querySelectorAll('label')].find(({ textContent }) => textContent?.trim() === label)?.htmlFor}`)
const put = (label: string, value: string) =>
  act(() => {
    const control = field(label) as HTMLInputElement
    control.value = value
    control.dispatchEvent(new Event('input', { bubbles: true }))
  })
const press = (name: string) => act(() => [...page.querySelectorAll('button')].find(({ textContent }) => textContent === name)?.click())
const save = () => act(() => void page.querySelector('form')?.dispatchEvent(new Event('submit', { bubbles: true, cancelable: true })))
const withoutDays = () => [...page.querySelectorAll<HTMLInputElement>('details .dayrows input')].map(({ value }) => value)

/** Opens the form of the series, as the server tells it. */
async function open(told: () => SeriesOut | SeriesOut[] = () => series, says: Parameters<typeof serverThat>[0] = {}) {
  const server = serverThat({ ...says, 'GET /api/calendar': () => ({ ...calendar, series: [told()].flat() }), 'GET /api/busy': () => ({ people: [], facilitator: [] }), 'PUT /api/': (_body, path) => ({ id: path.split('/').at(-1) }) })
  page = await show(() => <ChangeSeries id="s1" />, '/schedule/series/s1')
  await until(() => expect(field('Name of the session')).not.toBeNull())
  return server
}

async function close() {
  await act(() => render(null, page))
  document.body.replaceChildren()
}

/** The page is closed once what was typed is kept, and opened again. */
async function reload(told: () => SeriesOut | SeriesOut[] = () => series, says: Parameters<typeof serverThat>[0] = {}) {
  await until(() => expect(text()).toContain('What you wrote is kept in this browser.'))
  await vi.waitFor(async () => expect(await draft('series:s1')).toBeDefined())
  await close()
  const server = await open(told, says)
  await until(() => expect(text()).toContain('What you wrote is kept in this browser.'))
  return server
}

beforeEach(() => void (now.value = new Date('2026-11-24T15:00:00Z')))

afterEach(async () => {
  await close()
  await keepDraft('series:s1', undefined)
  vi.unstubAllGlobals()
})

describe('what Dana typed of a series is there after a reload', () => {
  it('with the day from which on it is to change', async () => {
    await open()
    await put('From this day on', '2027-01-05')
    const server = await reload()
    expect(field('From this day on')?.value).toBe('2027-01-05')
    await save()
    await until(() => expect(server.put('/api/series/')).toMatchObject([{ body: { series: 's1', from_day: '2027-01-05' } }]))
    await vi.waitFor(async () => expect(await draft('series:s1')).toBeUndefined())
  })

  it('with the days on which there is none, and another beside them', async () => {
    await open()
    await put('Day without, 1', '2026-12-28')
    const server = await reload()
    expect(withoutDays()).toEqual(['2026-12-28'])
    await press('Leave out a day')
    await put('Day without, 2', '2027-01-04')
    await save()
    await until(() => expect(server.put('/api/series/')).toMatchObject([{ body: { excluded: ['2026-12-28T18:00', '2027-01-04T18:00'] } }]))
  })

  it('and gone once she starts over, on the page too', async () => {
    await open()
    await put('From this day on', '2027-01-05')
    await put('Day without, 1', '2026-12-28')
    await press('Start over')
    expect(withoutDays()).toEqual(['2026-12-21'])
    expect(field('From this day on')?.value).toBe('2026-11-30')
  })

  it('also what an older page kept of it', async () => {
    await keepDraft('series:s1', { ...writtenOf(series), title: 'Renamed', without: ['2026-12-28'] })
    await open()
    await until(() => expect(field('Name of the session')?.value).toBe('Renamed'))
    expect(withoutDays()).toEqual(['2026-12-28'])
  })
})

describe('what Dana typed on Monday, and Ben changed on Tuesday', () => {
  const bens: SeriesOut = { ...series, place: 'Garden', added: ['2026-12-02T18:00'], topics: [...(series.topics ?? []), 'Sleep'], newest: 'line-2' }
  const unseen = () => Response.json({ error: 'Somebody changed this meanwhile. Look at it again, then save yours.', reason: 'changed' }, { status: 409 })

  async function typed() {
    await open()
    await put('What to bring', 'A pen')
    const server = await reload(() => bens)
    await until(() => expect(text()).toContain('This series was changed since you began to write.'))
    return server
  }

  it('is not sent as if she had seen his', async () => {
    let told = series
    const server = await open(() => told, { 'PUT /api/series/': () => ((told = bens), unseen()) })
    await put('What to bring', 'A pen')
    await save()
    await until(() => expect(text()).toContain('This series was changed since you began to write.'))
    expect(text()).toContain('Somebody changed this meanwhile. Look at it again, then save yours.')
    expect(field('What to bring')?.value).toBe('A pen')
    expect(server.put('/api/series/')).toMatchObject([{ body: { bring: 'A pen', seen: 'line-1' } }])
  })

  it('goes on top of his when she wants that', async () => {
    const server = await typed()
    await press('Put mine on top of it')
    expect(text()).not.toContain('This series was changed since you began to write.')
    expect(field('Place')?.value).toBe('Garden')
    await save()
    await until(() => expect(server.put('/api/series/')).toMatchObject([{ body: { bring: 'A pen', place: 'Garden', added: bens.added, topics: bens.topics, seen: 'line-2' } }]))
  })

  it('gives way to his when she wants that', async () => {
    await typed()
    await press('Start from what is there now')
    expect(field('Place')?.value).toBe('Garden')
    expect(field('What to bring')?.value).toBe('Your workbook')
    expect(text()).not.toContain('This series was changed since you began to write.')
  })

  it.each([
    ['Put mine on top of it', { bring: 'A pen', place: 'Garden', end: { kind: 'never' } }],
    ['Start from what is there now', undefined],
  ])('is about the series that follows, where he split it: %s', async (way, written) => {
    await open()
    await put('What to bring', 'A pen')
    await reload(() => [{ ...series, until: '2026-11-30', newest: 'line-2' }, { ...bens, id: 's2', follows: 's1', first_day: '2026-11-30' }])
    await press(way)
    await until(() => expect(`${location.pathname}${location.search}`).toBe('/schedule/series/s2?from=2026-11-30'))
    expect(await draft('series:s1')).toBeUndefined()
    const kept = (await draft('series:s2')) as { written: object; seen: string } | undefined
    if (written) expect(kept).toMatchObject({ written, seen: 'line-2' })
    else expect(kept).toBeUndefined()
    await keepDraft('series:s2', undefined)
  })

  it('of an older page is not taken for seen', async () => {
    await keepDraft('series:s1', { ...writtenOf(series), title: 'Renamed' })
    const server = await open()
    await until(() => expect(text()).toContain('This series was changed since you began to write.'))
    await save()
    await until(() => expect(server.put('/api/series/')).toMatchObject([{ body: { title: 'Renamed', seen: '' } }]))
  })
})

it('of a week only what she typed goes on top of it', () => {
  const upon = writtenOf(series)
  const mine = { ...upon, weeks: { ...upon.weeks, '2026-11-30': { topic: 'Sleep', homework: '' } } }
  const theirs = { ...upon, place: 'Garden', weeks: { ...upon.weeks, '2026-12-07': { topic: 'Money', homework: '' } } }
  expect(onTop({ written: mine, upon, from: undefined, seen: 'line-1' }, theirs)).toEqual({ ...theirs, weeks: { ...theirs.weeks, '2026-11-30': { topic: 'Sleep', homework: '' } } })
})
