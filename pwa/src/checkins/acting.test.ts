import { describe, expect, it } from 'vitest'
import type { Questionnaire } from '../shared/form/questionnaire'
import { actBy } from './acting'
import { rule } from './daily.fixture'

const asked = (tier: string): Questionnaire =>
  ({
    resourceType: 'Questionnaire', id: 'own', url: 'urn:own', version: '1', status: 'active', title: 'Own',
    item: [{ linkId: 'call', type: 'boolean', text: 'Would you like a call?' }],
    extension: [rule({ name: 'call', tier, when: ['call', '=', { valueBoolean: true }] })],
  }) as unknown as Questionnaire

const night = new Date('2026-11-30T06:50:00Z') // 1:50 on a Monday in New York, open from 9 to 17
const coverage = [30, 31].map((day) => new Date(Date.UTC(2026, 10, day))).map((day) => ({
  opens_at: new Date(day.getTime() + 14 * 3_600_000).toISOString(),
  closes_at: new Date(day.getTime() + 22 * 3_600_000).toISOString(),
}))
const reading = { by: '2026-12-01T17:00:00Z', counselor: 'Dana', responder: null, coverage }

describe('by when somebody has to act on an answer', () => {
  it('that asks for it today: before the others are read', () =>
    expect(actBy(asked('today'), { call: true }, night, reading)).toEqual(new Date('2026-11-30T22:00:00Z')))
  it('that is urgent', () => expect(actBy(asked('urgent'), { call: true }, night, reading)).toEqual(new Date('2026-11-30T15:00:00Z')))
  it('that is for today, when all are read sooner', () =>
    expect(actBy(asked('today'), { call: true }, night, { ...reading, by: '2026-11-30T17:00:00Z' })).toBeUndefined())
  it.each(['digest', 'today'])('that raises nothing', (tier) => expect(actBy(asked(tier), { call: tier === 'digest' }, night, reading)).toBeUndefined())
})
