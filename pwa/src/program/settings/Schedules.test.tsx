// @vitest-environment happy-dom
import { render } from 'preact'
import { act } from 'preact/test-utils'
import { afterEach, expect, it } from 'vitest'
import { show } from '../../review/server.fixture'
import type { InstrumentOut, ScheduleOut, SettingsOut } from '../../shared/wire'
import { Schedules } from './Schedules'

const form = (key: string, said: Partial<InstrumentOut> = {}): InstrumentOut => ({
  key, version: '1', title: { en: key.toUpperCase(), es: key.toUpperCase() }, languages: [], license: null, source: null, questions: 9, has_safety: !said.permitted, permitted: true, stand_in: null,
  loaded: false, ...said,
})
const monthly = (instrument: string, said: Partial<ScheduleOut> = {}): ScheduleOut => ({
  id: instrument, phase: 'iop', slot: 'phq', instrument, rhythm: 'rule', rule: 'FREQ=MONTHLY;BYMONTHDAY=1', wall_time: '20:00', window_minutes: 360, nudge_minutes: null, is_off: false,
  person: false, own_time: null, ...said,
})

let page: HTMLElement
afterEach(async () => {
  await act(() => render(null, page))
  document.body.replaceChildren()
})

async function said(schedule: ScheduleOut, instruments: readonly InstrumentOut[]): Promise<string | undefined> {
  page = await show(() => <Schedules settings={{ instruments, schedules: [schedule] } as unknown as SettingsOut} onChange={() => undefined} />, '/settings')
  return page.querySelector('.attend')?.textContent ?? undefined
}

it.each([
  ['PHQ-8 stands in for PHQ-9 while nobody is named', monthly('phq-9'), { permitted: false, stand_in: 'phq-8' }, 'PHQ-8 is asked until somebody is named as responder.'],
  ['nothing stands in', monthly('phq-9'), { permitted: false }, 'Nothing is asked until somebody is named as responder.'],
  ['somebody is named', monthly('phq-9'), {}, undefined],
  ['it is off anyway', monthly('phq-9', { is_off: true }), { permitted: false, stand_in: 'phq-8' }, undefined],
  ['of a form that asks nothing of safety', monthly('phq-8'), { permitted: false, stand_in: 'phq-8' }, undefined],
] as const)('what is asked instead is said: %s', async (_when, schedule, phq9, sentence) =>
  expect(await said(schedule, [form('phq-9', phq9), form('phq-8')])).toBe(sentence))
