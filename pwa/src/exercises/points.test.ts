import { expect, it } from 'vitest'
import { pointsOf } from './points'

it('a strong urge is high and none is low', () => expect(pointsOf([10, 5, 0], 100, 50)).toBe('0,0 50,25 100,50'))
it('one number is one point', () => expect(pointsOf([10], 100, 50)).toBe('0,0'))
