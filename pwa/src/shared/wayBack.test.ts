import { expect, it } from 'vitest'
import { checkInOf, offeredIn } from './wayBack'

const leadsTo = (address: string) => checkInOf(decodeURIComponent(address.split('?from=')[1] ?? ''))

it.each(['/check-in', '/check-in/0190f0f0-0000-7000-8000-000000000001', '/check-in/correct/0190f0f0-0000-7000-8000-000000000001'])(
  'an exercise that %s has offered leads back there',
  (path) => expect(leadsTo(offeredIn('/skills/ride-the-urge', path))).toBe(path),
)

it('one that was chosen from the list leads to no check-in', () => expect(leadsTo(offeredIn('/skills/ride-the-urge', undefined))).toBeUndefined())

it.each(['https://elsewhere.example', '//elsewhere.example/check-in', '/check-in/../people', '/check-in?q=1', 'javascript:alert(1)'])(
  'an address that somebody else has made leads nowhere else: %s',
  (from) => expect(checkInOf(from)).toBeUndefined(),
)
