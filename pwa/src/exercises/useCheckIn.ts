import { useLocation } from 'preact-iso'
import { checkInOf } from '../shared/wayBack'

/** The check-in that has offered this exercise and waits to go on; undefined when it was opened from elsewhere. */
export const useCheckIn = (): string | undefined => checkInOf(useLocation().query['from'])
