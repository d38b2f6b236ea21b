/** The same cases that the server runs: both sides have to agree on every one. */
import { describe, expect, it } from 'vitest'
import checks from '../vectors/checks.json'
import enabled from '../vectors/enabled.json'
import rules from '../vectors/rules.json'
import scores from '../vectors/scores.json'
import { isTaken } from './check'
import { enabledKeys } from './enabled'
import type { Questionnaire, Values } from './questionnaire'
import { rulesMet } from './rules'
import { bandAt, scoresOf } from './score'

interface Vector {
  name: string
  questionnaire: Questionnaire
  items: Values
}

const all = <Expected>(vectors: unknown) => (vectors as (Vector & Expected)[]).map((one) => [one.name, one] as const)

describe('what is asked', () => {
  it.each(all<{ enabled: string[] }>(enabled))('%s', (_name, { questionnaire, items, enabled: expected }) =>
    expect([...enabledKeys(questionnaire, items)].sort()).toEqual([...expected].sort()))
})

describe('what may be answered', () => {
  it.each(all<{ ok: boolean }>(checks))('%s', (_name, { questionnaire, items, ok }) => expect(isTaken(questionnaire, items)).toBe(ok))
})

describe('what it scores', () => {
  it.each(all<{ scores: Record<string, number>; bands?: Record<string, string | null> }>(scores))('%s', (_name, vector) => {
    const { questionnaire, items, scores: expected, bands = {} } = vector
    expect(scoresOf(questionnaire, items)).toEqual(expected)
    for (const [name, band] of Object.entries(bands)) expect(bandAt(questionnaire, name, expected[name] ?? NaN, 'en') ?? null).toBe(band)
  })
})

describe('what rules see', () => {
  it.each(all<{ rules: string[]; before: Record<string, number> | null }>(rules))('%s', (_name, { questionnaire, items, before, rules: expected }) =>
    expect(rulesMet(questionnaire, items, before ?? {}).map(({ name }) => name)).toEqual(expected))
})
