import { signal } from '@preact/signals'

/** How many things must not wait: counted before the name of the page in its tab, and at the app's icon. */
export const pressing = signal(0)
