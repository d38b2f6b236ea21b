/** How reminders stand on this phone, from what the browser and the server say. Pure. */
import type { Mine, Registered } from '../data/subscription'
import { mendingOf } from '../data/subscription'
import type { Platform } from '../ui/platform'

export interface Facts {
  /** Worker, push and notifications are all there. */
  supported: boolean
  platform: Platform
  installed: boolean
  permission: NotificationPermission
  /** The browser's subscription. */
  mine: Mine | null
  /** Turned on by the person, on this phone. */
  wants: boolean
  server: Registered | 'offline' | 'signed-out'
}

export type State = 'signed-out' | 'install' | 'unsupported' | 'blocked' | 'offline' | 'off' | 'lost' | 'on'

export function stateOf(facts: Facts): State {
  const { supported, platform, installed, permission, server } = facts
  if (server === 'signed-out') return 'signed-out'
  if (!supported) return platform === 'ios' && !installed ? 'install' : 'unsupported'
  if (permission === 'denied') return 'blocked'
  if (server === 'offline') return asFarAsKnown(facts)
  return agreed(facts, server)
}

/** Without a network: what has been set up goes on working, what has not can't be. */
const asFarAsKnown = ({ permission, mine, wants }: Facts): State => (wants && mine && permission === 'granted' ? 'on' : 'offline')

function agreed({ permission, mine, wants }: Facts, server: Registered): State {
  if (!wants) return 'off'
  return permission === 'granted' && mendingOf(wants, permission, mine, server) === 'nothing' ? 'on' : 'lost'
}
