import { signal } from '@preact/signals'

const query = typeof matchMedia === 'function' ? matchMedia('(min-width: 75rem)') : undefined

/** Whether an answer fits beside the list. The same width as in review.css. */
export const wide = signal(query?.matches ?? false)

query?.addEventListener('change', () => (wide.value = query.matches))
