import { signal } from '@preact/signals'

/** Chromium's own way onto the home screen, while it offers one. */
export interface InstallEvent extends Event {
  prompt(): Promise<{ outcome: 'accepted' | 'dismissed' }>
}

export const offer = signal<InstallEvent | undefined>(undefined)

/** The browser offers it once, early, and only to who listens. */
export function catchOffer(): void {
  addEventListener('beforeinstallprompt', (event) => {
    event.preventDefault()
    offer.value = event as InstallEvent
  })
  addEventListener('appinstalled', () => (offer.value = undefined))
}

/** An offer can be taken once. */
export async function install(): Promise<void> {
  const taken = offer.value
  offer.value = undefined
  await taken?.prompt()
}
