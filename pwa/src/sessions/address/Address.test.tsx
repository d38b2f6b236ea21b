// @vitest-environment happy-dom
import { render } from 'preact'
import { LocationProvider } from 'preact-iso'
import { act } from 'preact/test-utils'
import { afterEach, expect, it, vi } from 'vitest'
import type { FeedOut } from '../../shared/wire'
import { Address } from './Address'
import { webcalOf } from './Yours'

const page = document.body.appendChild(document.createElement('main'))
const feed: FeedOut = { id: 'f', url: 'https://clinic.example/calendar/secret.ics', detailed: false, made_at: '2026-11-26T17:00:00Z', read_at: null }

afterEach(() => {
  render(null, page)
  vi.unstubAllGlobals()
})

/** The clinic's server as far as this page needs it. */
function serverWith(first: FeedOut | null) {
  const state = { feed: first, heard: [] as { path: string; body: unknown }[], offline: false }
  vi.stubGlobal('fetch', async (path: string, { method = 'GET', body }: RequestInit = {}) => {
    if (state.offline) throw new TypeError('offline')
    if (method === 'GET') return Response.json({ feed: state.feed })
    const said = JSON.parse(String(body)) as { detailed?: boolean }
    state.heard.push({ path, body: said })
    state.feed = path.startsWith('/api/feeds/') ? { ...feed, id: 'new', detailed: said.detailed ?? false } : null
    return Response.json({ id: path.split('/').at(-1), url: feed.url })
  })
  return state
}

const open = async () => {
  await act(() => render(<LocationProvider><Address /></LocationProvider>, page))
  await shown(/./)
}
const shown = (pattern: RegExp) => vi.waitFor(() => act(() => expect(page.textContent).toMatch(pattern)))
const tap = (name: string) => act(() => [...page.querySelectorAll<HTMLElement>('button')].find((each) => each.textContent === name)?.click())

it('an address is neutral unless Sam chooses otherwise, and he reads first what it means', async () => {
  const server = serverWith(null)
  await open()
  await shown(/out of our control/)
  await shown(/Nobody who looks at your calendar sees what it is/)
  await tap('Make an address')
  await shown(/This is your address\..*It shows only “Appointment”.*No app has read it yet/)
  expect(server.heard.map(({ body }) => body)).toEqual([{ detailed: false }])
  expect(page.querySelector<HTMLInputElement>('input[readonly]')?.value).toBe(feed.url)
  expect(page.querySelector('a[href^="webcal:"]')?.getAttribute('href')).toBe('webcal://clinic.example/calendar/secret.ics')
})

it('with everything in it is a choice that says what others then know', async () => {
  const server = serverWith(null)
  await open()
  await shown(/knows that you are in treatment/)
  await act(() => page.querySelector<HTMLInputElement>('input[value="detailed"]')?.click())
  await tap('Make an address')
  await shown(/It shows everything/)
  expect(server.heard[0]?.body).toEqual({ detailed: true })
})

it('it is stopped once he has said so twice', async () => {
  const server = serverWith(feed)
  await open()
  await shown(/Your calendar address/)
  await tap('Stop this address')
  expect(server.heard).toEqual([])
  await act(() => [...page.querySelectorAll<HTMLElement>('dialog[open] button, dialog button.wide')].find((each) => each.textContent === 'Stop this address')?.click())
  await shown(/The address is stopped\..*Make an address/)
  expect(server.heard[0]?.body).toEqual({ feed: 'f' })
})

it('without a network it says so, and a tap that failed leaves the address as it was', async () => {
  const server = serverWith(null)
  server.offline = true
  await open()
  await shown(/This needs the network.*Try again/)
  server.offline = false
  await tap('Try again')
  await shown(/Make an address/)
  server.offline = true
  await tap('Make an address')
  await shown(/This needs the network/)
  expect(server.heard).toEqual([])
})

it('without a clipboard he copies it by hand', async () => {
  serverWith(feed)
  vi.stubGlobal('navigator', { ...navigator, clipboard: undefined })
  await open()
  await shown(/Copy it/)
  await tap('Copy it')
  await shown(/Select the address and copy it by hand/)
})

it('a calendar app subscribes to it', () => expect(webcalOf('http://localhost:8000/calendar/x.ics')).toBe('webcal://localhost:8000/calendar/x.ics'))
