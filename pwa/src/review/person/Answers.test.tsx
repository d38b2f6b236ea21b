// @vitest-environment happy-dom
import { render } from 'preact'
import { act } from 'preact/test-utils'
import { afterEach, expect, it } from 'vitest'
import type { AnswerRow } from '../../shared/wire'
import { show } from '../server.fixture'
import { Answers } from './Answers'

const both = (text: string) => ({ en: text, es: text })

const answer: AnswerRow = {
  id: 'a1', instrument: 'bam-iop', title: both('BAM'), scores: [], for_day: null, superseded: false, notes: [], replies: [], answered_at: '2026-11-22T20:12:00Z', received_at: '2026-11-22T20:12:05Z',
  late: false, mood: null, craving: null, rules: [], reviewed_by: null, reviewed_at: null,
}

let page: HTMLElement
afterEach(async () => {
  await act(() => render(null, page))
  document.body.replaceChildren()
})

const shown = async (said: Partial<AnswerRow>) => {
  page = await show(() => <Answers person="p" zone="America/New_York" answers={[{ ...answer, ...said }]} chosen={undefined} />, '/people/p')
  return page.querySelector('[data-row]')
}

it('each rule that an answer met is named once, also those that only its form knows', async () => {
  const rules = [{ name: 'bam-use', text: both('Any use in the past 7 days') }, { name: 'used', text: both('Said they used') }, { name: 'bam-risk', text: both('Risk factors 12 or more.') }]
  const row = await shown({ rules: [...rules, { name: 'bam-again', text: both('Any use in the past 7 days') }] })
  expect(row?.querySelector('.attend')?.textContent).toBe('Any use in the past 7 days. Said they used. Risk factors 12 or more.')
})

it.each([
  ['for an earlier day', '2021-05-01T12:00:00Z'],
  ['held up on a phone for an hour', '2026-11-22T19:12:00Z'],
])('one %s says when it was sent', async (_how, answered_at) => {
  const row = await shown({ answered_at })
  expect(row?.querySelector('.chip:last-of-type')?.textContent).toMatch(/^sent /)
})

it('one that came soon does not', async () => {
  const row = await shown({ answered_at: '2026-11-22T19:13:00Z' })
  expect(row?.textContent).not.toContain('sent')
})
