import { expect, it } from 'vitest'
import { ApiError, Offline } from '../data/api'
import { Unanswered } from '../data/subscription'
import type { Facts, State } from './state'
import { stateOf } from './state'
import { failureOf } from './setup/turning'

const mine = { hash: 'h1', key: 'k1' }
const server = { vapid_key: 'k1', subscription: { id: 's1', endpoint_hash: 'h1' } }
const allWell: Facts = { supported: true, platform: 'android', installed: true, permission: 'granted', mine, wants: true, server }

it.each<[string, Partial<Facts>, State]>([
  ['all is well', {}, 'on'],
  ['the browser does not tell its key', { mine: { hash: 'h1', key: undefined } }, 'on'],
  ['Sam never turned them on', { permission: 'default', mine: null, wants: false, server: { ...server, subscription: null } }, 'off'],
  ['Sam turned them off again', { mine: null, wants: false, server: { ...server, subscription: null } }, 'off'],
  ['the browser lost it', { mine: null }, 'lost'],
  ['the server lost it', { server: { ...server, subscription: null } }, 'lost'],
  ['the server has a new key', { server: { ...server, vapid_key: 'k2' } }, 'lost'],
  ['the permission was reset', { permission: 'default', mine: null }, 'lost'],
  ['Sam said no for good', { permission: 'denied', mine: null }, 'blocked'],
  ['blocked, and offline too', { permission: 'denied', mine: null, server: 'offline' }, 'blocked'],
  ['an iPhone’s Safari', { supported: false, platform: 'ios', installed: false }, 'install'],
  ['an old iPhone’s home screen', { supported: false, platform: 'ios', installed: true }, 'unsupported'],
  ['a browser without push', { supported: false, platform: 'desktop', installed: false }, 'unsupported'],
  ['set up and offline', { server: 'offline' }, 'on'],
  ['offline, and the browser lost it', { mine: null, server: 'offline' }, 'offline'],
  ['offline, and never turned on', { mine: null, wants: false, server: 'offline' }, 'offline'],
  ['signed out', { server: 'signed-out' }, 'signed-out'],
])('%s', (_name, facts, state) => expect(stateOf({ ...allWell, ...facts })).toBe(state))

it.each([
  ['no network', new Offline(), { end: 'offline' }],
  ['a push service that is silent', new Unanswered(), { end: 'unanswered' }],
  ['a push service that refuses', new DOMException('Registration failed - push service error', 'AbortError'), { end: 'refused-by-browser' }],
  ['our server’s no', new ApiError(422, 'This is no push service.'), { end: 'refused', sentence: 'This is no push service.' }],
])('%s has words of its own', (_name, error, turned) => expect(failureOf(error)).toEqual(turned))
