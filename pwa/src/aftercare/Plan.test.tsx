// @vitest-environment happy-dom
import 'fake-indexeddb/auto'
import { render } from 'preact'
import { LocationProvider } from 'preact-iso'
import { act } from 'preact/test-utils'
import { beforeEach, expect, it, vi } from 'vitest'
import { keep, wipe } from '../data/db'
import { device, loadHome, told } from '../data/home'
import { items } from '../data/outbox'
import type { Home, PlanContent, PlanVersionOut } from '../shared/wire'
import { Plan } from './Plan'

const page = document.createElement('main')

beforeEach(async () => {
  document.body.replaceChildren(page)
  render(null, page)
  history.replaceState(null, '', '/plan')
  vi.stubGlobal('scrollTo', () => undefined)
  await wipe()
  await keep('device', { id: 'd1', role: 'participant', person: 'p1' })
  await loadHome()
})

const content = (people: PlanContent['safety']['people'], routine: string[] = []): PlanContent => ({
  safety: { warning_signs: [], on_my_own: [], distractions: [], people, professionals: [], safer: [] },
  staying_well: { reasons: [], triggers: [], early_signs: [], coping: [], routine, at_first_sign: [], after_lapse: [] },
  afterwards: { appointment: '', support: [], review_on: null },
})
const leila = { name: 'Leila', relation: 'sister', phone: '(555) 013-0121' }
const version = (id: string, plan: PlanContent, agreed_at: string | null): PlanVersionOut =>
  ({ id, number: 1, content: plan, proposed_at: '2026-11-10T15:00:00Z', proposed_by: 'Dana', agreed_at })
const agreedOne = version('v1', content([leila]), '2026-11-12T15:00:00Z')
const newOne = version('v2', content([leila], ['Bed at eleven']), null)

async function show(plans: Pick<Home, 'plan' | 'proposed'>): Promise<void> {
  const person = { id: 'p1', called: 'Omar', language: 'en', zone: 'America/Chicago' }
  const body = { person, program: { phone: '(555) 013-4000' }, reading: { counselor: 'Dana' }, exercises: [], check_ins: [], answers: [], practices: [], ...plans }
  told.value = { body: body as unknown as Home, etag: undefined, read_at: '2026-11-26T23:00:00Z' }
  await act(() => render(<LocationProvider><Plan /></LocationProvider>, page))
}

const links = () => [...page.querySelectorAll('a')].map((link) => link.getAttribute('href'))
const tap = (label: string) => act(() => [...page.querySelectorAll<HTMLElement>('button, a')].find((one) => one.textContent?.includes(label))?.click())

it('Omar can reach his sister and 988, whoever forgot to write 988 down', async () => {
  await show({ plan: agreedOne, proposed: null })
  expect(links()).toEqual(expect.arrayContaining(['sms:5550130121', 'tel:5550130121', 'sms:988', 'tel:988']))
  expect(page.textContent).toContain('Agreed with Dana on Nov 12. Works without a network.')
})

it('988 is there once when the plan names it', async () => {
  const plan = content([])
  const professionals = [{ name: 'The lifeline', note: '', phone: '9-8-8' }]
  await show({ plan: version('v1', { ...plan, safety: { ...plan.safety, professionals } }, '2026-11-12T15:00:00Z'), proposed: null })
  expect(links().filter((href) => href === 'tel:988')).toHaveLength(1)
})

it('without a plan Omar reads what it will be, and finds Help', async () => {
  await show({ plan: null, proposed: null })
  expect(page.textContent).toContain('You write it together with Dana')
  expect(links()).toContain('/help')
})

it('a newer version is offered beside the plan, with what has changed', async () => {
  await show({ plan: agreedOne, proposed: newOne })
  expect(page.textContent).toContain('Changed: Routine.')
  await tap('Read the new version')
  expect(page.querySelector('h1')?.textContent).toBe('A new version')
  await tap('See the plan you have now')
  expect(page.querySelector('h1')?.textContent).toBe('My plan')
})

it('what Omar agrees to is his plan and on its way, however often he taps', async () => {
  await show({ plan: null, proposed: newOne })
  await Promise.all([tap('Yes, I agree'), tap('Yes, I agree')])
  await expect.poll(() => page.textContent).toContain('This is your plan now. Saved on this phone.')
  expect((await items()).map(({ path }) => path)).toEqual(['/api/agreements/v2'])
})

it('“not yet” writes nothing and says whom to talk to', async () => {
  await show({ plan: null, proposed: newOne })
  await tap('Not yet: talk to Dana')
  expect(page.textContent).toContain('Nothing changes for now.')
  expect(links()).toContain('tel:5550134000')
  expect(await items()).toEqual([])
})

it('a phone that never joined says why the plan is not there', async () => {
  device.value = undefined
  await act(() => render(<LocationProvider><Plan /></LocationProvider>, page))
  expect(page.textContent).toContain('It comes with your invite')
  expect(links()).toEqual(expect.arrayContaining(['/join', '/help']))
})
