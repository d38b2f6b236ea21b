// @vitest-environment happy-dom
import 'fake-indexeddb/auto'
import { render } from 'preact'
import { act } from 'preact/test-utils'
import { afterEach, expect, it, vi } from 'vitest'
import type { RulesOut } from '../../shared/wire'
import { serverThat, show, until } from '../server.fixture'
import { Rules } from './Rules'

const both = (text: string) => ({ en: text, es: text })

const told: RulesOut = {
  rules: [{ rule: 'used', tier: 'today', text: both('Said they used'), instruments: [both('Daily check-in')], raised: 0, resolved: 0, open: 0 }],
  offers: [{ text: both('Craving of 7 or more: the phone offers an exercise at once'), instruments: [both('Daily check-in'), both('Aftercare check-in')] }],
  openings: [{ instrument: both('PHQ-2'), score: both('PHQ-2 score'), operator: '>=', value: 3, opens: [both('PHQ-9'), both('PHQ-8')] }],
}

let page: HTMLElement
afterEach(async () => {
  await act(() => render(null, page))
  document.body.replaceChildren()
  vi.unstubAllGlobals()
})

it('beside the rules stands what the phone does by itself', async () => {
  serverThat({ 'GET /api/rules': () => told, 'GET /api/caseload': () => ({ viewer: 'Dana', alerts: { urgent: 0, today: 0, overdue: 0 }, program: {}, groups: [], people: [] }) })
  page = await show(Rules, '/rules')
  await until(() => expect(page.textContent).toContain('Said they used'))
  const section = page.querySelector('[aria-labelledby="by-itself"]')
  expect(section?.textContent).toContain('Craving of 7 or more: the phone offers an exercise at onceLooks at: Daily check-in and Aftercare check-in.')
  expect(section?.textContent).toContain('PHQ-2 score of 3 or more: the phone opens PHQ-9, or where the program may not use it PHQ-8 right there and keeps the answers already given.')
})
