// @vitest-environment happy-dom
import { render } from 'preact'
import { act } from 'preact/test-utils'
import { afterEach, expect, it } from 'vitest'
import type { Overview } from '../../shared/wire'
import { Reminders } from './Reminders'

const page = document.body.appendChild(document.createElement('main'))
afterEach(() => act(() => render(null, page)))

const reminders = { subscribed: false, last_accepted_at: null, last_shown_at: null, stopped_on: null }
const show = async (joined_at: string | null) => {
  const overview = { person: { id: 'alice', name: 'Alice', called: null, joined_at }, reminders } as unknown as Overview
  await act(() => render(<Reminders overview={overview} />, page))
  return page.textContent
}

it('of Alice, who has not joined, nothing is said about a phone that she has not brought yet', async () =>
  expect(await show(null)).toBe('Alice has not joined yet: there is no phone to remind.'))

it('of her phone, once she has joined, that they are off', async () => expect(await show('2026-11-20T15:00:00Z')).toContain('Reminders are off on their phone. Alice can turn them on'))
