import { describe, expect, it } from 'vitest'
import { rule } from '../checkins/daily.fixture'
import { phq9 } from '../checkins/phq.fixture'
import type { Questionnaire } from '../shared/form/questionnaire'
import { newlyWorrying } from './when'

const said = (n: number) => ({ 'phq-9': `often-${n}` })

describe('an answer about being safe', () => {
  it.each([
    ['is the first', {}, said(1), 'safety'],
    ['is raised', said(1), said(3), 'safety'],
    ['becomes less, and is still one', said(3), said(1), 'safety'],
    ['stays the same', said(1), said(1), undefined],
    ['is taken back', said(1), said(0), undefined],
    ['is left empty', said(1), {}, undefined],
    ['stands, and another question is answered', said(1), { ...said(1), 'phq-1': 'often-3' }, undefined],
  ])('%s', (_what, before, after, opened) => expect(newlyWorrying(phq9, before, after, {})).toBe(opened))

  it('also one that only some answers ask for', () => {
    const hurt = { linkId: 'hurt', type: 'integer', text: 'How often?', enableWhen: [{ question: 'thought', operator: '=', answerBoolean: true }] } as const
    const form: Questionnaire = { id: 'f', version: '1', extension: [rule({ name: 'hurt', tier: 'urgent', offer: 'help', when: ['hurt', '>', { valueDecimal: 0 }] })], item: [{ linkId: 'thought', type: 'boolean' }, hurt] }
    expect(newlyWorrying(form, { thought: true, hurt: 1 }, { thought: true, hurt: 2 }, {})).toBe('hurt')
  })
})

it('what only offers help, and presses nobody, does so once', () => {
  const form: Questionnaire = { id: 'f', version: '1', extension: [rule({ name: 'low', offer: 'help', when: ['mood', '<', { valueDecimal: 3 }] })], item: [{ linkId: 'mood', type: 'integer' }] }
  expect(newlyWorrying(form, {}, { mood: 2 }, {})).toBe('low')
  expect(newlyWorrying(form, { mood: 2 }, { mood: 1 }, {})).toBeUndefined()
})
