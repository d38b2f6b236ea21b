/** The reminders of the next seven days. */
import { keptList } from '../keptList'

export const { again, useList: useAhead } = keptList('ahead')
